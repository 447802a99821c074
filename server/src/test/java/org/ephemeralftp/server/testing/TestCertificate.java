package org.ephemeralftp.server.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate for localhost and 127.0.0.1 that signs itself, with its key, in all the forms that files have. */
public record TestCertificate(PrivateKey key, X509Certificate certificate) {
    /** One of this kind of key, RSA, EC or Ed25519, that is valid until a day from now. */
    public static TestCertificate of(String algorithm) {
        return of(algorithm, Instant.now().plus(Duration.ofDays(1)));
    }

    /** One that is valid for the two days before an instant. */
    public static TestCertificate of(String algorithm, Instant end) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
            X500Name name = new X500Name("CN=localhost");
            String signature = switch (algorithm) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> algorithm;
            };
            var builder = new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.valueOf(System.nanoTime() | 1),
                            Date.from(end.minus(Duration.ofDays(2))),
                            Date.from(end),
                            name,
                            pair.getPublic())
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                        new GeneralName(GeneralName.dNSName, "localhost"),
                        new GeneralName(
                                GeneralName.iPAddress,
                                InetAddress.getLoopbackAddress().getHostAddress())
                    }));
            return new TestCertificate(
                    pair.getPrivate(),
                    new JcaX509CertificateConverter()
                            .getCertificate(
                                    builder.build(new JcaContentSignerBuilder(signature).build(pair.getPrivate()))));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public String certificatePem() {
        return pem(certificate);
    }

    /** The key in the form that is the same for all kinds. */
    public String pkcs8() {
        return encrypted(null);
    }

    /** The same, encrypted if there is an encryptor. */
    public String encrypted(@Nullable OutputEncryptor encryptor) {
        try {
            return pem(new JcaPKCS8Generator(key, encryptor).generate());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key as PKCS#1 or SEC 1 have it. */
    public String traditional() {
        return pem(key);
    }

    private static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }
}
