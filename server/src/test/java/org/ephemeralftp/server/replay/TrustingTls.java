package org.ephemeralftp.server.replay;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import org.ephemeralftp.server.testing.TlsClient;

/** TLS as a client that trusts every server speaks it. */
final class TrustingTls {
    private static final SSLContext CONTEXT = TlsClient.context();

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
}
