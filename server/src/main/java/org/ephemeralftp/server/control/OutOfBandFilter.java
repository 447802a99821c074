package org.ephemeralftp.server.control;

import java.io.IOException;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;

/**
 * Sees on the I/O thread what must not wait for the command that runs: ABOR, NOOP and STAT, and the end of the control
 * connection, which ends its data connection at once, whatever the command is waiting for.
 */
final class OutOfBandFilter extends IoFilterAdapter {
    @Override
    public void messageReceived(NextFilter next, IoSession session, Object message) throws Exception {
        SessionData data = SessionData.of(session);
        if (data == null || data.inFlight().arrived((ControlRequest) message)) {
            next.messageReceived(session, message);
        }
    }

    /** Never passed on: the watchdog ends idle sessions, to the second and with a reply. */
    @Override
    public void sessionIdle(NextFilter next, IoSession session, IdleStatus status) {}

    @Override
    public void inputClosed(NextFilter next, IoSession session) throws Exception {
        endData(session);
        next.inputClosed(session);
    }

    @Override
    public void exceptionCaught(NextFilter next, IoSession session, Throwable cause) throws Exception {
        if (cause instanceof IOException) {
            endData(session);
        }
        next.exceptionCaught(session, cause);
    }

    @Override
    public void sessionClosed(NextFilter next, IoSession session) throws Exception {
        endData(session);
        next.sessionClosed(session);
    }

    private static void endData(IoSession session) {
        SessionData data = SessionData.of(session);
        if (data != null) {
            data.close();
        }
    }
}
