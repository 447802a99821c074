package org.ephemeralftp.server.control;

import java.time.Duration;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.mina.transport.socket.SocketSessionConfig;

/** A control connection that breaks because a scripted fault says so. */
final class BrokenControl {
    private BrokenControl() {}

    /**
     * Cuts it with a reset, which the client cannot take for the server's good-bye. What was written before goes out
     * first; what runs in the session is ended as at any other end of a control connection.
     */
    static void cut(FtpIoSession session) {
        LookingProcessor.lookAt(session.getFilterChain().getSession(), Duration.ZERO);
        ((SocketSessionConfig) session.getConfig()).setSoLinger(0);
        session.closeNow();
    }
}
