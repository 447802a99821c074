package org.ephemeralftp.server.control;

import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;

/**
 * Stops reading from a client that is too far ahead: one that sends commands faster than they can be carried out, or does
 * not read the replies. What it sends then stays in its own buffers, and memory is not filled by it.
 *
 * <p>Every change of mind is the I/O thread's: MINA's switch is not safe on any other. Each command has a reply, so that
 * the last one that is sent always comes after there was room again.
 */
final class PipelineLimit extends IoFilterAdapter {
    static final int MOST_COMMANDS = 256;
    static final int MOST_REPLY_BYTES = 64 * 1024;

    /** What nobody sends ahead who means it; reached only while reading cannot be stopped. */
    static final int TOO_MANY_COMMANDS = 16 * MOST_COMMANDS;

    @Override
    public void messageReceived(NextFilter next, IoSession session, Object message) throws Exception {
        next.messageReceived(session, message);
        if (session.isReadSuspended() || !isAhead(session, 1)) {
            return;
        }
        if (!isStuckInOneReply(session)) {
            session.suspendRead();
        } else if (waiting(session) > TOO_MANY_COMMANDS) {
            session.closeNow();
        }
    }

    @Override
    public void messageSent(NextFilter next, IoSession session, WriteRequest request) throws Exception {
        next.messageSent(session, request);
        if (session.isReadSuspended() && !isAhead(session, 2)) {
            session.resumeRead();
        }
    }

    /**
     * Whether replies may be sent without the I/O thread. Once a client is too far ahead, the next replies are not: they wait
     * for that thread, which looks again at whether to read when it sends them.
     */
    static boolean isFarFrom(IoSession session) {
        return !session.isReadSuspended() && waiting(session) <= MOST_COMMANDS / 4;
    }

    private static boolean isAhead(IoSession session, int part) {
        return waiting(session) > MOST_COMMANDS / part || session.getScheduledWriteBytes() > MOST_REPLY_BYTES / part;
    }

    private static int waiting(IoSession session) {
        SessionData data = SessionData.of(session);
        return data == null ? 0 : data.inFlight().waiting();
    }

    /** MINA would not go on with that reply before there is another one: the switch looks at the queue behind it. */
    private static boolean isStuckInOneReply(IoSession session) {
        return session.getCurrentWriteRequest() != null
                && session.getWriteRequestQueue().isEmpty(session);
    }
}
