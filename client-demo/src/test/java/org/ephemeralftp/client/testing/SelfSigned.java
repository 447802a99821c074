package org.ephemeralftp.client.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A key and its self-signed certificate for localhost, made once for all tests of a run by the JDK's own keytool. */
public final class SelfSigned {
    public static final String TYPE = "PKCS12";
    public static final String PASSWORD = "changeit";

    private SelfSigned() {}

    /** Made when it is asked for first. */
    private static final class Made {
        static final Path FILE = make();

        private static Path make() {
            try {
                Path directory = Files.createTempDirectory("self-signed");
                Path file = directory.resolve("key.p12");
                directory.toFile().deleteOnExit();
                file.toFile().deleteOnExit();
                Process keytool = new ProcessBuilder(List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-alias",
                                "test",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "SAN=dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1",
                                "-ext",
                                "bc=ca:true",
                                "-storetype",
                                TYPE,
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                file.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                    throw new IllegalStateException("keytool made no key in " + file);
                }
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The key store with both. */
    public static Path file() {
        return Made.FILE;
    }

    /** Writes the certificate alone, as clients are given it. */
    public static Path pem(Path directory) throws IOException, GeneralSecurityException {
        byte[] certificate = store().getCertificate("test").getEncoded();
        String text = Base64.getMimeEncoder().encodeToString(certificate);
        return Files.writeString(
                directory.resolve("certificate.pem"),
                "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
    }

    /** A server's context with this key. */
    public static SSLContext context() throws IOException {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store(), PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore store() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(TYPE);
        try (InputStream in = Files.newInputStream(Made.FILE)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
