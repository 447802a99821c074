package org.ephemeralftp.server.control;

import java.net.SocketAddress;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.mina.core.session.IoSession;

/** The stock session, with the ends of the connection that the client made: what the stock server does goes by them. */
final class ControlSession extends FtpIoSession {
    private final IoSession session;

    ControlSession(IoSession session, FtpServerContext context) {
        super(session, context);
        this.session = session;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return ControlPeer.of(session).client();
    }

    @Override
    public SocketAddress getLocalAddress() {
        return ControlPeer.of(session).server();
    }
}
