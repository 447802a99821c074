package org.ephemeralftp.client.sweep;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The beat of tries whose answers count: kernels send about one ICMP error a second to each address, and hold back the
 * others (Linux: net.ipv4.icmp_ratelimit, net.ipv6.icmp.ratelimit).
 */
final class Pace {
    /** A little more than their second. */
    static final Duration BETWEEN = Duration.ofMillis(1_100);

    private final LongSupplier ticker;
    private long began;

    /** The first try waits, too: others have just been made. */
    Pace(LongSupplier ticker) {
        this.ticker = ticker;
        this.began = ticker.getAsLong();
    }

    /** How long the next try has to wait. */
    Duration toWait() {
        Duration since = Duration.ofNanos(ticker.getAsLong() - began);
        return since.compareTo(BETWEEN) >= 0 ? Duration.ZERO : BETWEEN.minus(since);
    }

    /** A try begins. */
    void begins() {
        began = ticker.getAsLong();
    }
}
