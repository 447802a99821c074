package org.ephemeralftp.server.replay;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** TLS as a client that trusts every server speaks it. */
final class TrustingTls {
    private static final SSLContext CONTEXT = context();

    private TrustingTls() {}

    /**
     * TLS over a connection, with the handshake done.
     *
     * @param control names the server: data connections resume the session of its control connection
     */
    static SSLSocket over(Socket connection, Socket control) throws IOException {
        String host = control.getInetAddress().getHostAddress();
        SSLSocket secure =
                (SSLSocket) CONTEXT.getSocketFactory().createSocket(connection, host, control.getPort(), true);
        secure.setUseClientMode(true);
        secure.startHandshake();
        return secure;
    }

    private static SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsAll()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has TLS", e);
        }
    }

    private static final class TrustsAll implements X509TrustManager {
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
