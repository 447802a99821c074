package org.ephemeralftp.server.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Who the server is to its clients.
 *
 * @param key the private key of the first certificate
 * @param chain the server's certificate, and then those that lead to its issuer
 */
record Identity(PrivateKey key, List<X509Certificate> chain) {
    Identity {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    /** The SHA-256 fingerprint of the certificate, as browsers and {@code openssl x509} show it. */
    String fingerprint() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(certificate().getEncoded());
            return HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The certificate has no fingerprint", e);
        }
    }

    /** Whether the key is that of the certificate: what it signs, the certificate confirms. */
    static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
        PublicKey confirms = certificate.getPublicKey();
        byte[] sample = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(signatureBy(key));
            signature.initSign(key);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(confirms);
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            // A key of another kind than the certificate's, above all.
            return false;
        }
    }

    private static String signatureBy(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }

    /** Neither the key nor all of the certificates. */
    @Override
    public String toString() {
        return certificate().getSubjectX500Principal() + ", SHA-256 " + fingerprint();
    }
}
