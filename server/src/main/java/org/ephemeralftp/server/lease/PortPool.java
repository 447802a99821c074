package org.ephemeralftp.server.lease;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The leases of one bound address, and the rules by which they begin and end. Memory only: no socket is touched here,
 * so that one lock can guard all of it and is never held over a system call.
 *
 * <p>A lease is made in two steps. {@link #reserve} keeps a number from others; once its listener is bound,
 * {@link #grant} makes it a lease, or {@link PoolListeners#bindFailed} gives the number a rest.
 */
final class PortPool {
    /** What {@link #expire} found and only the owner of the sockets can finish. */
    record Expired(
            List<PortSlot> unneeded, List<PortSlot> unopened, List<LeasedConnection> unused, long nextDeadline) {}

    private final InetAddress address;
    private final LeaseConfig config;
    private final LeaseEvents events;
    private final PoolLock lock;
    private final PortTable table;
    private final WaitingRoom waiting;
    private final LeaseBook book;
    private final Arrivals arrivals;
    private final PortRequests requests;
    private final PoolListeners listeners;
    private final Map<ClientKey, LeaseClient> clients = new HashMap<>();
    private int holders;

    /** {@code alarm} is told, outside of the lock, of deadlines by which {@link #expire} must be called. */
    PortPool(InetAddress address, LeaseConfig config, LeaseEvents events, LongConsumer alarm) {
        this.address = address;
        this.config = config;
        this.events = events;
        lock = new PoolLock(alarm);
        table = new PortTable(config, lock::alarmAt);
        waiting = new WaitingRoom(lock, config.ticker(), config.sharing() == PortSharing.OFF);
        book = new LeaseBook(config, table, waiting, lock, events);
        arrivals = new Arrivals(config, table, book, lock);
        requests = new PortRequests(config, table, waiting, book.ledger, events, this::counts);
        listeners = new PoolListeners(address, lock, table, book, waiting, events);
    }

    InetAddress address() {
        return address;
    }

    /** What is known of the listeners, for those who own the sockets. */
    PoolListeners listeners() {
        return listeners;
    }

    LeaseHolder open(PortLeases leases, ClientKey key, String owner) {
        try (var held = lock.hold()) {
            LeaseClient client = clients.computeIfAbsent(key, k -> new LeaseClient(k, waiting.queue()));
            client.holders++;
            holders++;
            return new LeaseHolder(leases, this, client, owner, lock.newCondition());
        }
    }

    /** Ends a session; the connection returned must be closed. */
    @Nullable
    LeasedConnection close(LeaseHolder holder) {
        try (var held = lock.hold()) {
            if (holder.closed) {
                return null;
            }
            holder.closed = true;
            LeasedConnection unused = giveUp(holder, ReleaseCause.SESSION_CLOSED);
            LeaseClient client = holder.leaseClient();
            client.holders--;
            holders--;
            forget(client);
            return unused;
        }
    }

    private void forget(LeaseClient client) {
        if (client.isForgettable()) {
            clients.remove(client.key, client);
        }
    }

    /**
     * Keeps a port for this holder, waiting for one until the deadline if need be. {@code retry} if the port it had
     * been given could not be bound: it then keeps its turn.
     */
    PortLease reserve(LeaseHolder holder, long deadline, boolean retry) throws LeaseException, InterruptedException {
        try (var held = lock.hold()) {
            PortLease lease = new PortLease(holder, requests.choose(holder, deadline, retry));
            book.reserve(lease);
            table.beginOpening(lease);
            return lease;
        }
    }

    /** The next requests of this holder are for this port only, or for any if it is null. */
    void want(LeaseHolder holder, @Nullable Integer port) {
        try (var held = lock.hold()) {
            holder.wanted = port == null ? null : table.slot(port);
        }
    }

    /** Throws if the session or the server has given up the request that is being served. */
    void requireWanted(LeaseHolder holder) throws LeaseEndedException {
        try (var held = lock.hold()) {
            requests.checkWanted(holder);
        }
    }

    /** The answer to a request for which every number that could be tried failed. */
    NoPortFreeException refuse(LeaseHolder holder) {
        try (var held = lock.hold()) {
            return requests.refuse(holder, "No data port can be bound for " + holder.client());
        }
    }

    /**
     * Makes a reservation a lease: its listener is bound, and its backlog holds no connection older than this call.
     * False if the session gave up meanwhile; the listener is then open for nobody.
     */
    boolean grant(PortLease lease) {
        try (var held = lock.hold()) {
            if (table.bound(lease.slot())) {
                waiting.signalAll();
            }
            table.endOpening(lease);
            if (lease.state() != LeaseState.RESERVED) {
                return false;
            }
            if (requests.isStopped()) {
                book.end(lease, ReleaseCause.SERVER_STOPPED);
                return false;
            }
            book.grant(lease);
            return true;
        }
    }

    /** Drops a reservation; the port is free for others at once. */
    void cancel(PortLease lease) {
        try (var held = lock.hold()) {
            book.abandon(lease);
            table.endOpening(lease);
        }
    }

    void advertised(LeaseHolder holder) {
        try (var held = lock.hold()) {
            if (holder.lease != null) {
                book.restart(holder.lease);
            }
        }
    }

    /** Gives up whatever the holder has; the connection returned must be closed. */
    @Nullable
    LeasedConnection release(LeaseHolder holder, ReleaseCause cause) {
        try (var held = lock.hold()) {
            return giveUp(holder, cause);
        }
    }

    private @Nullable LeasedConnection giveUp(LeaseHolder holder, ReleaseCause cause) {
        holder.gaveUp = cause;
        waiting.cancel(holder, cause);
        if (holder.lease != null) {
            book.end(holder.lease, cause);
        }
        LeasedConnection unused = holder.arrived;
        if (unused != null) {
            arrivals.remove(unused);
            holder.lastEnd = cause;
            holder.change.signalAll();
        }
        return unused;
    }

    /** Ends everything; the connections returned must be closed. Nothing is leased any more. */
    List<LeasedConnection> stop() {
        try (var held = lock.hold()) {
            requests.stop();
            book.endAll(ReleaseCause.SERVER_STOPPED);
            return arrivals.removeAll(ReleaseCause.SERVER_STOPPED);
        }
    }

    boolean isStopped() {
        try (var held = lock.hold()) {
            return requests.isStopped();
        }
    }

    /** How many leases were granted up to now: a connection accepted now is not meant for a later one. */
    long grants() {
        try (var held = lock.hold()) {
            return book.grants();
        }
    }

    /** Gives a connection to the holder of the lease it is for; false if there is no such lease. */
    boolean match(LeasedConnection connection) {
        try (var held = lock.hold()) {
            return arrivals.match(connection);
        }
    }

    /** Connections of this client that arrived on this port and wait for a transfer command, oldest first. */
    List<LeasedConnection> arrivals(PortSlot slot, ClientKey key) {
        try (var held = lock.hold()) {
            return slot.arrivalsOf(key);
        }
    }

    /** Puts a new connection in the place of one that its peer closed; false if that one waits no longer. */
    boolean replace(LeasedConnection dead, LeasedConnection fresh) {
        try (var held = lock.hold()) {
            return arrivals.replace(dead, fresh);
        }
    }

    /** Drops a connection that its peer closed before it was used; its lease is pending again if it still can be. */
    void drop(LeasedConnection dead) {
        try (var held = lock.hold()) {
            arrivals.drop(dead);
        }
    }

    /** Hands a connection out to a transfer; false if it was taken away from its holder meanwhile. */
    boolean take(LeasedConnection connection) {
        try (var held = lock.hold()) {
            return arrivals.take(connection);
        }
    }

    void connectionClosed(LeasedConnection connection) {
        try (var held = lock.hold()) {
            table.connectionClosed(connection);
        }
    }

    void stranger(InetSocketAddress peer, PortSlot slot) {
        try (var held = lock.hold()) {
            book.ledger.strangers++;
            if (events.observed()) {
                InetSocketAddress listener = new InetSocketAddress(address, slot.port);
                events.put(observer -> observer.stranger(peer, listener));
            }
        }
    }

    /** The holder's lease, if its connection has not arrived yet. */
    @Nullable
    PortLease pending(LeaseHolder holder) {
        try (var held = lock.hold()) {
            return holder.lease;
        }
    }

    /** The holder's connection that arrived and waits for a transfer command. */
    @Nullable
    LeasedConnection arrived(LeaseHolder holder) {
        try (var held = lock.hold()) {
            return holder.arrived;
        }
    }

    /** Whether the holder has a lease whose connection is to arrive, or one that has and was not used yet. */
    boolean isExpectingClient(LeaseHolder holder) {
        try (var held = lock.hold()) {
            return holder.lease != null || holder.arrived != null;
        }
    }

    /** Waits for the holder's connection to arrive. */
    LeasedConnection awaitArrival(LeaseHolder holder) throws LeaseEndedException, InterruptedException {
        try (var held = lock.hold()) {
            while (holder.arrived == null) {
                PortLease lease = holder.lease;
                if (lease == null || lease.state() != LeaseState.PENDING) {
                    throw new LeaseEndedException(holder.lastEnd);
                }
                long left = lease.deadline() - config.ticker().nanos();
                if (left <= 0) {
                    book.end(lease, ReleaseCause.TIMED_OUT);
                } else {
                    holder.change.awaitNanos(left);
                }
            }
            return holder.arrived;
        }
    }

    /** Ends what is over by now. */
    Expired expire() {
        try (var held = lock.hold()) {
            long now = config.ticker().nanos();
            book.endExpired(now);
            List<LeasedConnection> unused = arrivals.removeExpired(now);
            for (PortSlot.Rest rest = table.pollRest(now); rest != null; rest = table.pollRest(now)) {
                waiting.signalForPort(rest.slot(), rest.client());
                forget(rest.client());
            }
            if (table.endBlocks(now)) {
                waiting.signalAll();
            }
            List<PortSlot> unneeded = new ArrayList<>();
            for (PortSlot slot = table.pollUnneeded(now); slot != null; slot = table.pollUnneeded(now)) {
                unneeded.add(slot);
            }
            List<PortSlot> unopened = table.listeners().pollMissing();
            long next = Math.min(table.nextDeadline(), Math.min(book.nextDeadline(), arrivals.nextDeadline()));
            return new Expired(unneeded, unopened, unused, next);
        }
    }

    /** Whether nobody uses this pool and it remembers nothing but its totals. */
    boolean isIdle() {
        try (var held = lock.hold()) {
            return holders == 0 && arrivals.size() == 0 && table.isIdle();
        }
    }

    /** The ports as they are now; the totals of the same moment are added to {@code totals}. */
    AddressView view(Ledger totals) {
        try (var held = lock.hold()) {
            totals.add(book.ledger);
            List<PortView> ports = new ArrayList<>();
            for (PortSlot slot : table.slots()) {
                ports.add(book.portView(slot));
            }
            return new AddressView(address, counts(), ports);
        }
    }

    void addTotals(Ledger totals) {
        try (var held = lock.hold()) {
            totals.add(book.ledger);
        }
    }

    private LeaseCounts counts() {
        return table.counts(book.pending(), waiting.size(), arrivals.size());
    }
}
