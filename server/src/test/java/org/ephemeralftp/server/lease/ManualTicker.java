package org.ephemeralftp.server.lease;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A ticker that stands still until it is told to move. */
final class ManualTicker implements Ticker {
    private final AtomicLong nanos = new AtomicLong(1);

    @Override
    public long nanos() {
        return nanos.get();
    }

    void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
