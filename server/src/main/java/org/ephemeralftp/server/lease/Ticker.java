package org.ephemeralftp.server.lease;

/** A source of elapsed time in nanoseconds since a fixed moment; it is never negative and never runs backwards. */
@FunctionalInterface
public interface Ticker {
    /** Nanoseconds since the fixed moment of this ticker. */
    long nanos();

    /** The system's monotonic clock, counted from now. */
    static Ticker system() {
        long start = System.nanoTime();
        return () -> System.nanoTime() - start;
    }
}
