package org.ephemeralftp.server.lease;

import java.util.Map;

/**
 * What happened since the engine started. {@code granted} is always {@code pending} (see {@link LeaseCounts}) plus the
 * sum of {@code ended}.
 *
 * @param granted leases whose listener was bound and which a client could use
 * @param ended leases that are over, by cause; every cause is there, also with zero
 * @param waited how often a request found no port free at first, whether it got one in time or not
 * @param refused requests that got no port
 * @param strangers connections that were reset because nobody there held a lease for them
 * @param bindFailures ports that could not be bound when they were wanted
 */
public record LeaseTotals(
        long granted, Map<ReleaseCause, Long> ended, long waited, long refused, long strangers, long bindFailures) {
    public LeaseTotals {
        ended = Map.copyOf(ended);
    }

    static LeaseTotals of(Ledger ledger) {
        return new LeaseTotals(
                ledger.granted, ledger.ended(), ledger.waited, ledger.refused, ledger.strangers, ledger.bindFailures);
    }

    /** How many leases ended for this cause. */
    public long ended(ReleaseCause cause) {
        return ended.getOrDefault(cause, 0L);
    }

    /** How many leases ended in all. */
    public long endedInAll() {
        return ended.values().stream().mapToLong(Long::longValue).sum();
    }
}
