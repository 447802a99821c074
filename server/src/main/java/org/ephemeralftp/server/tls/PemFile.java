package org.ephemeralftp.server.tls;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * The content of a PEM file (RFC 7468), which may hold other things beside what is looked for. What is wrong is told as
 * {@link IllegalArgumentException}, which names the option and the file and has nothing of the content.
 *
 * @param option the option that names the file
 */
record PemFile(String option, Path path, String content) {
    /** The kinds of keys that a TLS certificate can have. */
    private static final List<String> KEYS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    /** The certificates, in their order. */
    List<X509Certificate> certificates() {
        List<X509Certificate> chain = new ArrayList<>();
        for (Object block : blocks()) {
            if (block instanceof X509CertificateHolder holder) {
                try {
                    chain.add(new JcaX509CertificateConverter().getCertificate(holder));
                } catch (GeneralSecurityException e) {
                    throw wrong("certificate " + (chain.size() + 1) + " in it cannot be read", e);
                }
            }
        }
        if (chain.isEmpty()) {
            throw wrong("there is no certificate in it (-----BEGIN CERTIFICATE-----)", null);
        }
        return chain;
    }

    /** The first private key, of PKCS#8, PKCS#1 (RSA) or SEC 1 (EC). */
    PrivateKey privateKey() {
        for (Object block : blocks()) {
            if (block instanceof PEMKeyPair pair) {
                return key(pair.getPrivateKeyInfo());
            }
            if (block instanceof PrivateKeyInfo info) {
                return key(info);
            }
            if (block instanceof PEMEncryptedKeyPair || block instanceof PKCS8EncryptedPrivateKeyInfo) {
                throw wrong(
                        "the private key in it is encrypted: take the password off ('openssl pkey -in FILE -out NEW'), "
                                + "and keep the new file to the server's user",
                        null);
            }
        }
        throw wrong("there is no private key in it (-----BEGIN PRIVATE KEY-----)", null);
    }

    private PrivateKey key(PrivateKeyInfo info) {
        byte[] encoded;
        try {
            encoded = info.getEncoded();
        } catch (IOException | RuntimeException e) {
            throw wrong("the private key in it cannot be read", e);
        }
        for (String algorithm : KEYS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (GeneralSecurityException e) {
                // It may be of another kind.
            }
        }
        throw wrong("the private key in it is of none of the kinds that TLS certificates have (RSA, EC, EdDSA)", null);
    }

    private List<Object> blocks() {
        List<Object> blocks = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(content))) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                blocks.add(block);
            }
            return blocks;
        } catch (IOException | RuntimeException e) {
            throw wrong("a PEM block in it is damaged", e);
        }
    }

    private IllegalArgumentException wrong(String what, @Nullable Exception cause) {
        return new IllegalArgumentException(option + " " + path + ": " + what, cause);
    }

    /** The option and the file. */
    @Override
    public String toString() {
        return option + " " + path;
    }
}
