package org.ephemeralftp.server.control;

import java.util.concurrent.TimeUnit;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.future.DefaultWriteFuture;
import org.apache.mina.core.future.WriteFuture;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.DefaultWriteRequest;

/**
 * A look at a control connection before something is done for good. When a client is killed, its system ends both
 * connections politely and at once, and the thread of the transfer may know of the data connection's end while the I/O
 * thread has not come to the control connection's.
 */
final class LastLook {
    private static final long LIMIT_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private LastLook() {}

    /** Returns when the I/O thread has handled what had arrived on the control connection, or after a few seconds. */
    static void at(FtpIoSession session) {
        IoFilterChain chain = session.getFilterChain();
        // The I/O thread handles what has come in before what is to go out. It may be past the former when it is asked;
        // it writes nothing twice in two turns, because it takes the first time for a connection that is full.
        writeNothing(chain);
        writeNothing(chain).awaitUninterruptibly(LIMIT_MILLIS);
    }

    private static WriteFuture writeNothing(IoFilterChain chain) {
        IoSession session = chain.getSession();
        WriteFuture looked = new DefaultWriteFuture(session);
        // No filter is to see it: it goes out below the first one, and encoded messages are not told of on their way
        // up.
        chain.getAll()
                .get(0)
                .getNextFilter()
                .filterWrite(session, new DefaultWriteRequest(IoBuffer.allocate(0), looked) {
                    @Override
                    public boolean isEncoded() {
                        return true;
                    }
                });
        return looked;
    }
}
