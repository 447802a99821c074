package org.ephemeralftp.server.control;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.future.CloseFuture;
import org.apache.mina.core.future.IoFutureListener;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioProcessor;
import org.apache.mina.transport.socket.nio.NioSession;

/**
 * MINA's I/O thread for control connections, which can be asked to look at them once more before something is done for
 * good. When a client is killed, its system ends both connections politely, the data connection often first: on Linux, the
 * control connection follows some microseconds later, or milliseconds on a busy machine.
 *
 * <p>Public because MINA makes its processors by reflection.
 */
public final class LookingProcessor extends NioProcessor {
    private static final AttributeKey PROCESSOR = new AttributeKey(LookingProcessor.class, "processor");
    private static final long LIMIT_SECONDS = 5;

    private final Queue<Look> looks = new ConcurrentLinkedQueue<>();

    public LookingProcessor(Executor executor) {
        super(executor);
    }

    /**
     * Waits until everything is handled that has arrived on a control connection up to now.
     *
     * @param grace for how long to wait for its end before
     * @return false if the session ended meanwhile, or that took longer than a few seconds
     */
    static boolean lookAt(IoSession session, Duration grace) {
        LookingProcessor processor = (LookingProcessor) session.getAttribute(PROCESSOR);
        Look look = new Look();
        IoFutureListener<CloseFuture> end = closed -> look.done.countDown();
        session.getCloseFuture().addListener(end);
        try {
            if (look.done.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            processor.looks.add(look);
            processor.wakeup();
            return look.done.await(LIMIT_SECONDS, TimeUnit.SECONDS) && session.isConnected();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            session.getCloseFuture().removeListener(end);
            processor.looks.remove(look);
        }
    }

    @Override
    protected void init(NioSession session) throws Exception {
        session.setAttribute(PROCESSOR, this);
        // Otherwise the last byte of urgent data is not in the stream, and some clients send all of ABOR's line so.
        ((SocketChannel) session.getChannel()).socket().setOOBInline(true);
        super.init(session);
    }

    /** What the last call found is handled by the time of this one. */
    @Override
    protected int select(long timeout) throws Exception {
        looks.removeIf(Look::turn);
        if (!looks.isEmpty()) {
            wakeup();
        }
        return super.select(timeout);
    }

    private static final class Look {
        private final CountDownLatch done = new CountDownLatch(1);
        /** Whether a call that began after this look was asked for is being made. The I/O thread's alone. */
        private boolean begun;

        private boolean turn() {
            if (begun) {
                done.countDown();
            }
            boolean over = begun;
            begun = true;
            return over;
        }
    }
}
