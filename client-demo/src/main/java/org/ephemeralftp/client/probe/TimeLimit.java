package org.ephemeralftp.client.probe;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long a run, or a special part of it, may still take. */
final class TimeLimit {
    private final LongSupplier ticker;
    private final Duration whole;
    private final long began;
    private Duration added = Duration.ZERO;

    TimeLimit(LongSupplier ticker, Duration whole) {
        this.ticker = ticker;
        this.whole = whole;
        this.began = ticker.getAsLong();
    }

    /** As it was asked for. */
    Duration whole() {
        return whole;
    }

    /** Never less than nothing. */
    Duration left() {
        Duration left = whole.plus(added).minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    Duration elapsed() {
        return Duration.ofNanos(ticker.getAsLong() - began);
    }

    boolean has(Duration needed) {
        return left().compareTo(needed) >= 0;
    }

    /** Takes out what has a limit of its own. */
    void add(Duration more) {
        added = added.plus(more);
    }
}
