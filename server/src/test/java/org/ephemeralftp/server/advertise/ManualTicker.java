package org.ephemeralftp.server.advertise;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.ephemeralftp.server.lease.Ticker;

/** A ticker that stands still until it is told to move. */
final class ManualTicker implements Ticker {
    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long nanos() {
        return nanos.get();
    }

    void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
