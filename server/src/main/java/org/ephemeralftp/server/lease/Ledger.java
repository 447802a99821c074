package org.ephemeralftp.server.lease;

import java.util.EnumMap;
import java.util.Map;

/** The running totals of a pool. Guarded by the pool's lock. */
final class Ledger {
    private final Map<ReleaseCause, Long> ended = new EnumMap<>(ReleaseCause.class);
    long granted;
    long refused;
    long waited;
    long strangers;
    long bindFailures;

    Ledger() {
        for (ReleaseCause cause : ReleaseCause.values()) {
            ended.put(cause, 0L);
        }
    }

    void ended(ReleaseCause cause) {
        ended.merge(cause, 1L, Long::sum);
    }

    Map<ReleaseCause, Long> ended() {
        return ended;
    }

    void add(Ledger other) {
        other.ended.forEach((cause, count) -> ended.merge(cause, count, Long::sum));
        granted += other.granted;
        refused += other.refused;
        waited += other.waited;
        strangers += other.strangers;
        bindFailures += other.bindFailures;
    }
}
