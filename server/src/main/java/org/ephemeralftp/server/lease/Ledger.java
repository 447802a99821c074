package org.ephemeralftp.server.lease;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The running totals of a pool. Guarded by the pool's lock. */
final class Ledger {
    private static final class Tally {
        private long count;
    }

    private final Map<ReleaseCause, Tally> ended = new EnumMap<>(ReleaseCause.class);
    long granted;
    long refused;
    long waited;
    long strangers;
    long bindFailures;

    Ledger() {
        for (ReleaseCause cause : ReleaseCause.values()) {
            ended.put(cause, new Tally());
        }
    }

    void ended(ReleaseCause cause) {
        tally(cause).count++;
    }

    private Tally tally(ReleaseCause cause) {
        return Objects.requireNonNull(ended.get(cause));
    }

    Map<ReleaseCause, Long> ended() {
        Map<ReleaseCause, Long> counts = new EnumMap<>(ReleaseCause.class);
        ended.forEach((cause, tally) -> counts.put(cause, tally.count));
        return counts;
    }

    void add(Ledger other) {
        other.ended.forEach((cause, tally) -> tally(cause).count += tally.count);
        granted += other.granted;
        refused += other.refused;
        waited += other.waited;
        strangers += other.strangers;
        bindFailures += other.bindFailures;
    }
}
