package org.ephemeralftp.server.control;

import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outermost filter, at which an error in one session ends that session alone. MINA lets errors pass and end the I/O
 * thread: no other takes its place, and all the sessions on it would neither be served nor closed any more.
 */
final class ErrorGuard extends IoFilterAdapter {
    private static final Logger log = LoggerFactory.getLogger(ErrorGuard.class);

    @Override
    public void messageReceived(NextFilter next, IoSession session, Object message) throws Exception {
        try {
            next.messageReceived(session, message);
        } catch (Error e) {
            // The handler has been told of it, too, and may be what failed.
            session.closeNow();
            log.warn("A session was closed because of an error: {}", e.toString());
        }
    }
}
