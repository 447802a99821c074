package org.ephemeralftp.server.control;

import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;

/**
 * Sees on the I/O thread what must not wait for the command that runs: the end of the control connection ends its data
 * connection at once, whatever the command is waiting for.
 */
final class OutOfBandFilter extends IoFilterAdapter {
    @Override
    public void sessionClosed(NextFilter next, IoSession session) throws Exception {
        SessionData data = SessionData.of(session);
        if (data != null) {
            data.close();
        }
        next.sessionClosed(session);
    }
}
