package org.ephemeralftp.client.connection;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How this client does TLS: whom it trusts. One of them is for one control connection and its data connections, which
 * resume its TLS session: servers may insist on that.
 */
public final class ClientTls {
    private final SSLContext context;
    private final boolean namesCount;

    private ClientTls(SSLContext context, boolean namesCount) {
        this.context = context;
        this.namesCount = namesCount;
    }

    /** Whom to trust; each control connection then gets a {@link ClientTls} of its own. */
    @FunctionalInterface
    public interface Trust {
        /** The trust of this virtual machine: well-known authorities, or what {@code javax.net.ssl.trustStore} names. */
        Trust OF_THIS_MACHINE = () -> with(null, true);

        /** Everybody. Both connections are then safe from listeners only, not from somebody in between. */
        Trust ANYBODY = () -> with(new TrustManager[] {new Anybody()}, false);

        ClientTls newTls();

        /**
         * The certificates of a PEM file alone, be they authorities' or the server's own. The name must fit, too.
         *
         * @throws IllegalArgumentException if the file cannot be read or has no certificate, with a text that says so
         */
        static Trust of(Path pem) {
            KeyStore store = certificates(pem);
            return () -> {
                try {
                    TrustManagerFactory managers =
                            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                    managers.init(store);
                    return with(managers.getTrustManagers(), true);
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException("this Java cannot do TLS", e);
                }
            };
        }
    }

    private static ClientTls with(TrustManager @Nullable [] managers, boolean namesCount) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers, null);
            return new ClientTls(context, namesCount);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do TLS", e);
        }
    }

    private static KeyStore certificates(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new IllegalArgumentException(pem + " has no certificate in it; PEM is expected");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : found) {
                store.setCertificateEntry("certificate-" + store.size(), certificate);
            }
            return store;
        } catch (IOException e) {
            throw new IllegalArgumentException(pem + " cannot be read: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(pem + " has no certificates in it; PEM is expected", e);
        }
    }

    /**
     * Puts TLS over an established connection and shakes hands; the socket's own read timeout limits each wait.
     *
     * @param host what the control connection was opened to, which the certificate must name
     * @param controlPort also for a data connection: JSSE finds the session to resume by host and port
     */
    public SSLSocket over(Socket socket, String host, int controlPort) throws IOException {
        Socket below = socket.getPort() == controlPort ? socket : new SameServerSocket(socket, controlPort);
        SSLSocket layered = (SSLSocket) context.getSocketFactory().createSocket(below, host, controlPort, true);
        if (namesCount) {
            SSLParameters parameters = layered.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            layered.setSSLParameters(parameters);
        }
        layered.startHandshake();
        return layered;
    }

    /** Extended, so that JSSE adds no checks of its own. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
