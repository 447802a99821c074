package org.ephemeralftp.server.lease;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
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
        PortSlot slot = retry || waiting.isNobodyBefore(holder) ? find(holder) : null;
        return slot == null ? await(holder, deadline, retry) : slot;
    }

    private @Nullable PortSlot find(LeaseHolder holder) {
        PortSlot wanted = holder.wanted;
        if (wanted == null) {
            return table.choose(holder.leaseClient());
        }
        return table.isFree(wanted, holder) ? wanted : null;
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
            throw refuse(holder, whyNoneIsFree(holder) + ", and enough requests wait for one");
        }
        ledger.waited++;
        long began = config.ticker().nanos();
        PortSlot slot;
        try {
            slot = waiting.await(holder, deadline, retry, () -> chooseInTurn(holder));
        } finally {
            tellOfWait(holder, Duration.ofNanos(config.ticker().nanos() - began));
        }
        if (slot == null) {
            throw refuse(holder, whyNoneIsFree(holder));
        }
        return slot;
    }

    private void tellOfWait(LeaseHolder holder, Duration time) {
        if (events.observed()) {
            events.put(observer -> observer.waited(holder.client(), holder.owner(), time));
        }
    }

    private String whyNoneIsFree(LeaseHolder holder) {
        PortSlot wanted = holder.wanted;
        if (wanted == null) {
            return "No data port is free for " + holder.client();
        }
        return "Port " + wanted.port + " "
                + switch (wanted.state()) {
                    case WITHDRAWN -> "is one that the server itself listens on";
                    case BLOCKED -> "cannot be bound for now: another process or connection of this machine has it";
                    case CLOSING -> "is just being closed";
                    case LEASED, RESTING, UNUSED -> whyInUse(wanted, holder.client());
                };
    }

    private String whyInUse(PortSlot wanted, ClientKey client) {
        ExpiryQueue.Entry<PortSlot.Rest> rest = wanted.rest(client);
        if (wanted.lease(client) != null) {
            return "is in use by another lease of " + client;
        }
        if (rest == null) {
            return "is in use by another lease";
        }
        long seconds =
                TimeUnit.NANOSECONDS.toSeconds(rest.deadline - config.ticker().nanos()) + 1;
        return "rests for up to " + seconds + " s more: a connection for another session may still arrive there";
    }

    private @Nullable PortSlot chooseInTurn(LeaseHolder holder) throws NoPortFreeException {
        // Those before it in the queue may have got all the client may have.
        checkCap(holder);
        return find(holder);
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
