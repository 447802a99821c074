package org.ephemeralftp.client.tour;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.ClientTls;
import org.ephemeralftp.client.connection.ServerAddress;

/** TLS over one control connection of a tour and its data connections. */
final class TourTls {
    private final ClientTls tls;
    private final ServerAddress server;
    private @Nullable SSLSession first;

    TourTls(ClientTls tls, ServerAddress server) {
        this.tls = tls;
        this.server = server;
    }

    /** Whether it begins with the first byte. */
    boolean implicit() {
        return server.implicitTls();
    }

    /** Shakes hands over an established connection and tells what was agreed on; the control connection is the first. */
    SSLSocket over(Socket socket, Timeline timeline) throws IOException {
        SSLSocket layered = tls.over(socket, server.host(), server.port());
        SSLSession session = layered.getSession();
        timeline.add(TourEvent.Kind.TLS, session.getProtocol() + ", " + session.getCipherSuite() + told(session));
        return layered;
    }

    /** JSSE does not tell whether it resumed a session, but one that it did was made when that one was. */
    private String told(SSLSession session) {
        SSLSession control = first;
        if (control == null) {
            first = session;
            return "";
        }
        return session.getCreationTime() == control.getCreationTime()
                ? ", the control connection's session resumed"
                : ", a new session";
    }
}
