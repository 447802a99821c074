package org.ephemeralftp.client.sweep;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The time a sweep has. */
final class TimeLimit {
    private final LongSupplier ticker;
    private final long began;
    private final long limit;
    private final CountDownLatch over = new CountDownLatch(1);

    TimeLimit(LongSupplier ticker, Duration limit) {
        this.ticker = ticker;
        this.began = ticker.getAsLong();
        this.limit = limit.toNanos();
    }

    Duration left() {
        return Duration.ofNanos(Math.max(1, limit - (ticker.getAsLong() - began)));
    }

    Duration spent() {
        return Duration.ofNanos(ticker.getAsLong() - began);
    }

    /** Whether something that takes so long can be begun. What is cut short would look like a time-out. */
    boolean leaves(Duration needed) {
        return over.getCount() > 0 && limit - (ticker.getAsLong() - began) >= needed.toNanos();
    }

    boolean isOver() {
        return !leaves(Duration.ZERO);
    }

    /** Ends it before its time, and every pause. */
    void end() {
        over.countDown();
    }

    /** Waits, unless the time is over. */
    void pause(Duration time) {
        try {
            // Whether it was the pause or everything that ended is asked by whoever goes on.
            boolean unused = over.await(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            end();
            Thread.currentThread().interrupt();
        }
    }
}
