package org.ephemeralftp.server.control;

import java.io.IOException;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.AbstractIoSession;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.transport.socket.nio.NioSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a reply on the thread that has it, if nothing is before it; what the kernel does not take at once goes MINA's way.
 * MINA itself would wake the I/O thread for each reply, and a transfer has three, which costs more than the reply.
 *
 * <p>MINA tells of everything it has sent, so that nothing is still on its way when nothing is counted here.
 */
final class DirectReplies extends IoFilterAdapter {
    private static final Logger log = LoggerFactory.getLogger(DirectReplies.class);
    private static final AttributeKey UNSENT = new AttributeKey(DirectReplies.class, "unsent");

    @Override
    public void sessionCreated(NextFilter next, IoSession session) throws Exception {
        session.setAttribute(UNSENT, new Unsent());
        next.sessionCreated(session);
    }

    @Override
    public void filterWrite(NextFilter next, IoSession session, WriteRequest request) throws Exception {
        Unsent unsent = (Unsent) session.getAttribute(UNSENT);
        synchronized (unsent) {
            unsent.count++;
            if (unsent.count > 1 || !isSentNow(session, (IoBuffer) request.getMessage())) {
                next.filterWrite(session, request);
                return;
            }
        }
        ((AbstractIoSession) session).increaseScheduledWriteMessages();
        session.getFilterChain().fireMessageSent(request);
    }

    @Override
    public void messageSent(NextFilter next, IoSession session, WriteRequest request) throws Exception {
        Unsent unsent = (Unsent) session.getAttribute(UNSENT);
        synchronized (unsent) {
            unsent.count--;
        }
        next.messageSent(session, request);
    }

    /** The queue of a session that is to be closed has that in it. */
    private static boolean isSentNow(IoSession session, IoBuffer bytes) {
        if (!session.getWriteRequestQueue().isEmpty(session) || !PipelineLimit.isFarFrom(session)) {
            return false;
        }
        try {
            ((NioSession) session).getChannel().write(bytes.buf());
            return !bytes.hasRemaining();
        } catch (IOException e) {
            // The I/O thread will meet it, too, and end the session.
            log.debug("{} cannot be written to", session, e);
            return false;
        }
    }

    /** How many replies of a session are on their way. Its monitor makes a look at it and a write one step. */
    private static final class Unsent {
        private int count;
    }
}
