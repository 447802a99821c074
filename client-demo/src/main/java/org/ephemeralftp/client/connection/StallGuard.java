package org.ephemeralftp.client.connection;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A timer that closes sockets on which nothing moves any more.
 *
 * <p>A socket's own read timeout is not enough: it starts again with every byte of a reply that never ends, and a write
 * that the peer does not read has no timeout at all.
 */
public final class StallGuard implements AutoCloseable {
    private final LongSupplier ticker;
    private final ScheduledThreadPoolExecutor timer;

    public StallGuard(LongSupplier ticker) {
        this.ticker = ticker;
        this.timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "stall-guard");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Begins to watch: unless it is touched or ended within the limit, the socket is closed. */
    public Watch watch(Closeable socket, Duration limit) {
        Watch watch = new Watch(socket, limit.toNanos());
        watch.arm(limit.toNanos());
        return watch;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** The watch over one socket, until it is closed. */
    public final class Watch implements AutoCloseable {
        private final Closeable socket;
        private final long limit;
        private volatile long touched = ticker.getAsLong();
        private volatile boolean expired;
        private boolean ended;
        private @Nullable Future<?> pending;

        private Watch(Closeable socket, long limit) {
            this.socket = socket;
            this.limit = limit;
        }

        private synchronized void arm(long delay) {
            if (!ended) {
                pending = timer.schedule(this::check, delay, TimeUnit.NANOSECONDS);
            }
        }

        private synchronized void check() {
            long left = limit - (ticker.getAsLong() - touched);
            if (ended) {
                return;
            }
            if (left > 0) {
                arm(left);
                return;
            }
            expired = true;
            try {
                socket.close();
            } catch (IOException e) {
                // It is being given up anyway.
            }
        }

        /** Something moved: the limit counts from now. */
        public void touch() {
            touched = ticker.getAsLong();
        }

        public boolean expired() {
            return expired;
        }

        /** Ends the watch; the socket is left as it is. */
        @Override
        public synchronized void close() {
            ended = true;
            if (pending != null) {
                pending.cancel(false);
            }
        }
    }
}
