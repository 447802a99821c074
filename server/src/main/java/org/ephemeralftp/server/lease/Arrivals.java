package org.ephemeralftp.server.lease;

import java.util.ArrayList;
import java.util.List;

/**
 * Connections that were accepted on a leased port and that no transfer command has used yet. Their lease has ended and
 * their port is free for the next one; the connection waits with its holder, for a limited time. Guarded by the pool's
 * lock.
 */
final class Arrivals {
    private final LeaseConfig config;
    private final PortTable table;
    private final LeaseBook book;
    private final PoolLock lock;
    private final ExpiryQueue<LeasedConnection> timers = new ExpiryQueue<>();
    private int size;

    Arrivals(LeaseConfig config, PortTable table, LeaseBook book, PoolLock lock) {
        this.config = config;
        this.table = table;
        this.book = book;
        this.lock = lock;
    }

    int size() {
        return size;
    }

    /** Gives a connection to the holder of the lease it is for; false if there is no such lease. */
    boolean match(LeasedConnection connection) {
        PortLease lease = connection.slot().lease(connection.client());
        if (lease == null || lease.state() != LeaseState.PENDING || lease.number() > connection.grantedBefore()) {
            return false;
        }
        add(connection, lease);
        book.end(lease, ReleaseCause.CONNECTED);
        return true;
    }

    private void add(LeasedConnection connection, PortLease lease) {
        LeaseHolder holder = lease.holder();
        connection.lease = lease;
        connection.waiting = true;
        long deadline = config.ticker().nanos() + config.leaseTimeout().toNanos();
        connection.timer = timers.add(connection, deadline);
        lock.alarmAt(deadline);
        holder.arrived = connection;
        holder.change.signalAll();
        table.arrived(connection);
        size++;
    }

    /** Hands a connection out to a transfer; false if it waits no longer. */
    boolean take(LeasedConnection connection) {
        if (!remove(connection)) {
            return false;
        }
        if (connection.lease != null) {
            connection.lease.holder().lastEnd = null;
        }
        return true;
    }

    /** Takes a connection from its holder; false if the holder does not have it any more. */
    boolean remove(LeasedConnection connection) {
        if (!connection.waiting) {
            return false;
        }
        connection.waiting = false;
        timers.remove(connection.timer);
        if (connection.lease != null) {
            connection.lease.holder().arrived = null;
        }
        table.departed(connection);
        size--;
        return true;
    }

    /**
     * Puts a new connection in the place of one that its peer closed. False if that one waits no longer, or the new one
     * came before the lease was granted or after it would have ended.
     */
    boolean replace(LeasedConnection dead, LeasedConnection fresh) {
        PortLease lease = dead.lease;
        if (lease == null
                || lease.number() > fresh.grantedBefore()
                || lease.deadline() <= config.ticker().nanos()
                || !remove(dead)) {
            return false;
        }
        add(fresh, lease);
        return true;
    }

    /**
     * Drops a connection that its peer closed before it was used. The lease is pending again until its first deadline,
     * as a new grant, unless the port went to another session of the same client meanwhile.
     */
    void drop(LeasedConnection dead) {
        PortLease lease = dead.lease;
        if (lease == null || !remove(dead)) {
            return;
        }
        LeaseHolder holder = lease.holder();
        PortSlot slot = dead.slot();
        boolean free = config.sharing() == PortSharing.CLIENT
                ? slot.lease(dead.client()) == null
                : slot.leases().isEmpty();
        if (free && !holder.closed && lease.deadline() > config.ticker().nanos()) {
            PortLease again = new PortLease(holder, slot);
            book.reserve(again);
            book.grant(again, lease.since(), lease.deadline());
        } else {
            holder.lastEnd = ReleaseCause.CONNECTED;
            holder.change.signalAll();
        }
    }

    /** Takes out the connections that waited for too long; they must be closed. */
    List<LeasedConnection> removeExpired(long now) {
        return removeExpired(now, ReleaseCause.CONNECTED);
    }

    /** Takes out all connections; they must be closed. */
    List<LeasedConnection> removeAll(ReleaseCause cause) {
        return removeExpired(Long.MAX_VALUE, cause);
    }

    private List<LeasedConnection> removeExpired(long now, ReleaseCause cause) {
        List<LeasedConnection> expired = new ArrayList<>();
        for (LeasedConnection c = timers.pollExpired(now); c != null; c = timers.pollExpired(now)) {
            if (c.lease != null) {
                c.lease.holder().lastEnd = cause;
            }
            remove(c);
            expired.add(c);
        }
        return expired;
    }

    long nextDeadline() {
        return timers.nextDeadline();
    }
}
