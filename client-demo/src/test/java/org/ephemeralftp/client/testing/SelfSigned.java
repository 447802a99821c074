package org.ephemeralftp.client.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;

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

    /** A server's context with this key. */
    public static SSLContext context() throws IOException {
        try {
            return context(keyManager());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A server's context with this key manager. */
    public static SSLContext context(KeyManager keys) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {keys}, null, null);
        return context;
    }

    /** What gives out the key. */
    public static X509ExtendedKeyManager keyManager() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(TYPE);
        try (InputStream in = Files.newInputStream(Made.FILE)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD.toCharArray());
        return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    }
}
