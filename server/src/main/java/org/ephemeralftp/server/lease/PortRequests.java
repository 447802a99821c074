package org.ephemeralftp.server.lease;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a request finds its port: at once, after a wait in turn, or not at all, which the answer explains. Guarded by the
 * pool's lock.
 */
final class PortRequests {
    private final LeaseConfig config;
    private final PortTable table;
    private final WaitingRoom waiting;
    private final Ledger ledger;
    private final LeaseEvents events;
    private final Supplier<LeaseCounts> counts;
    private boolean stopped;

    PortRequests(
            LeaseConfig config,
            PortTable table,
            WaitingRoom waiting,
            Ledger ledger,
            LeaseEvents events,
            Supplier<LeaseCounts> counts) {
        this.config = config;
        this.table = table;
        this.waiting = waiting;
        this.ledger = ledger;
        this.events = events;
        this.counts = counts;
    }

    /** A port for this holder, until the deadline; {@code retry} if it had one that could not be bound. */
    PortSlot choose(LeaseHolder holder, long deadline, boolean retry) throws LeaseException, InterruptedException {
        if (!retry) {
            holder.gaveUp = null;
        }
        checkWanted(holder);
        checkCap(holder);
        LeaseClient client = holder.leaseClient();
        PortSlot slot = retry || client.queue.isEmpty() ? table.choose(client) : null;
        return slot == null ? await(holder, deadline, retry) : slot;
    }

    /** Throws if the session or the server has given up the request that is being served. */
    void checkWanted(LeaseHolder holder) throws LeaseEndedException {
        ReleaseCause cause =
                stopped ? ReleaseCause.SERVER_STOPPED : holder.closed ? ReleaseCause.SESSION_CLOSED : holder.gaveUp;
        if (cause != null) {
            throw new LeaseEndedException(cause);
        }
    }

    private void checkCap(LeaseHolder holder) throws NoPortFreeException {
        LeaseClient client = holder.leaseClient();
        if (client.leases >= config.maxLeasesPerClient()) {
            throw refuse(holder, client.key + " has " + client.leases + " leases pending, as many as it may");
        }
    }

    private PortSlot await(LeaseHolder holder, long deadline, boolean retry)
            throws LeaseException, InterruptedException {
        LeaseClient client = holder.leaseClient();
        if (client.waiting >= config.maxWaitersPerClient()) {
            throw refuse(holder, "No data port is free for " + client.key + ", and enough requests wait for one");
        }
        ledger.waited++;
        PortSlot slot = waiting.await(holder, deadline, retry, () -> chooseInTurn(holder));
        if (slot == null) {
            throw refuse(holder, "No data port is free for " + client.key);
        }
        return slot;
    }

    private @Nullable PortSlot chooseInTurn(LeaseHolder holder) throws NoPortFreeException {
        // Those before it in the queue may have got all the client may have.
        checkCap(holder);
        return table.choose(holder.leaseClient());
    }

    /** The answer to a request that gets no port. */
    NoPortFreeException refuse(LeaseHolder holder, String reason) {
        ledger.refused++;
        LeaseCounts now = counts.get();
        if (events.observed()) {
            events.put(observer -> observer.refused(holder.client(), holder.owner(), now));
        }
        return new NoPortFreeException(reason, now);
    }

    /** Ends every wait; from now on no request is served. */
    void stop() {
        stopped = true;
        waiting.cancelAll(ReleaseCause.SERVER_STOPPED);
    }

    boolean isStopped() {
        return stopped;
    }
}
