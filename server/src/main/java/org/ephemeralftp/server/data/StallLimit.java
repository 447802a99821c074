package org.ephemeralftp.server.data;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long the bytes of one data connection may stand still. What the transfer's thread does counts, and while it is
 * stuck in sending, so does what the kernel gets acknowledged: a peer that reads slowly does read.
 */
final class StallLimit implements Watchdog.Watched {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DataConnection connection;
    private final SocketChannel channel;
    private final SendQueues queues;
    private final Duration limit;
    private final long lookNanos;
    private volatile long lastMove = System.nanoTime();
    private volatile boolean sending;
    /** What the kernel had to send at the last look, and what {@link #lastMove} was then. The watchdog's alone. */
    private long queued;

    private long lastMoveAtLook;
    private @Nullable InetSocketAddress local;
    private @Nullable InetSocketAddress remote;

    StallLimit(DataConnection connection, SocketChannel channel, SendQueues queues, Duration limit) {
        this.connection = connection;
        this.channel = channel;
        this.queues = queues;
        this.limit = limit;
        lookNanos = Math.min(LOOK_NANOS, limit.toNanos() / 4);
        lastMoveAtLook = lastMove;
    }

    void received() {
        lastMove = System.nanoTime();
    }

    void sent() {
        lastMove = System.nanoTime();
        sending = true;
    }

    @Override
    public long nanosLeft(long now) {
        long quiet = now - lastMove;
        if (sending && quiet < lookNanos) {
            return lookNanos - quiet;
        }
        if (sending) {
            look(now);
            return Math.min(lastMove + limit.toNanos() - now, lookNanos);
        }
        // Sending may begin at any moment, and then the first look must not be the last one.
        return Math.min(limit.toNanos() - quiet, lookNanos);
    }

    private void look(long now) {
        // Nobody is ended on old news.
        OptionalLong queue = queue(now - lastMove >= limit.toNanos());
        if (queue.isEmpty()) {
            return;
        }
        if (lastMove == lastMoveAtLook && queue.getAsLong() != queued) {
            lastMove = now;
        }
        queued = queue.getAsLong();
        lastMoveAtLook = lastMove;
    }

    private OptionalLong queue(boolean fresh) {
        try {
            if (local == null || remote == null) {
                local = (InetSocketAddress) channel.getLocalAddress();
                remote = (InetSocketAddress) channel.getRemoteAddress();
            }
            return queues.of(local, remote, fresh);
        } catch (IOException e) {
            return OptionalLong.empty(); // It is closed, and its transfer is about to say so.
        }
    }

    @Override
    public void expire() {
        connection.abort("No data moved for " + limit.toMillis() / 1000.0 + " s");
    }
}
