package org.ephemeralftp.server.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The life of leases from grant to end, and the ledger of it: every lease that begins here ends here, once. Guarded by
 * the pool's lock.
 */
final class LeaseBook {
    private final LeaseConfig config;
    private final long timeoutNanos;
    private final PortTable table;
    private final WaitingRoom waiting;
    private final PoolLock lock;
    private final LeaseEvents events;
    private final Ticker ticker;
    private final ExpiryQueue<PortLease> timers = new ExpiryQueue<>();
    private int pending;

    final Ledger ledger = new Ledger();

    LeaseBook(LeaseConfig config, PortTable table, WaitingRoom waiting, PoolLock lock, LeaseEvents events) {
        this.config = config;
        this.table = table;
        this.waiting = waiting;
        this.lock = lock;
        this.events = events;
        ticker = config.ticker();
        timeoutNanos = config.leaseTimeout().toNanos();
    }

    /** Leases that may still be used. */
    int pending() {
        return pending;
    }

    long grants() {
        return ledger.granted;
    }

    void reserve(PortLease lease) {
        lease.holder().lease = lease;
        table.occupy(lease);
    }

    /** Makes a reservation a lease, for the lease timeout. */
    void grant(PortLease lease) {
        long now = ticker.nanos();
        grant(lease, now, now + timeoutNanos);
    }

    /** Makes a reservation a lease that counts from {@code since} and ends at the deadline if nobody connects. */
    void grant(PortLease lease, long since, long deadline) {
        lease.grant(++ledger.granted, since, deadline);
        table.endRest(lease);
        pending++;
        lease.timer = timers.add(lease, deadline);
        lock.alarmAt(deadline);
        if (events.observed()) {
            LeaseView view = view(lease);
            events.put(observer -> observer.granted(view));
        }
    }

    /** Drops a reservation that never became a lease. */
    void abandon(PortLease lease) {
        if (lease.state() == LeaseState.RESERVED) {
            lease.abandon();
            remove(lease, false);
        }
    }

    void end(PortLease lease, ReleaseCause cause) {
        boolean granted = lease.state() == LeaseState.PENDING;
        lease.end(cause);
        timers.remove(lease.timer);
        remove(lease, granted && cause.mayStillArrive());
        lease.holder().lastEnd = cause;
        lease.holder().change.signalAll();
        if (granted) {
            pending--;
            ledger.ended(cause);
            if (events.observed()) {
                LeaseView view = view(lease);
                events.put(observer -> observer.ended(view, cause));
            }
        }
    }

    private void remove(PortLease lease, boolean rest) {
        table.vacate(lease, rest);
        lease.holder().lease = null;
        waiting.signal(lease.slot(), lease.holder().leaseClient());
    }

    /** Counts the lease timeout from now. */
    void restart(PortLease lease) {
        if (lease.state() == LeaseState.PENDING) {
            timers.remove(lease.timer);
            lease.extend(ticker.nanos() + timeoutNanos);
            lease.timer = timers.add(lease, lease.deadline());
        }
    }

    void endExpired(long now) {
        for (PortLease lease = timers.pollExpired(now); lease != null; lease = timers.pollExpired(now)) {
            end(lease, ReleaseCause.TIMED_OUT);
        }
    }

    /** Ends every pending lease. */
    void endAll(ReleaseCause cause) {
        for (PortLease lease = timers.pollExpired(Long.MAX_VALUE);
                lease != null;
                lease = timers.pollExpired(Long.MAX_VALUE)) {
            end(lease, cause);
        }
    }

    long nextDeadline() {
        return timers.nextDeadline();
    }

    LeaseView view(PortLease lease) {
        Instant now = config.clock().instant();
        long ticks = ticker.nanos();
        return new LeaseView(
                lease.address(),
                lease.client(),
                lease.owner(),
                instant(now, ticks, lease.since()),
                instant(now, ticks, lease.deadline()));
    }

    /** A port as it is now. */
    PortView portView(PortSlot slot) {
        PortTable.Period period = table.period(slot);
        Instant now = config.clock().instant();
        long ticks = ticker.nanos();
        return new PortView(
                slot.port,
                slot.state(),
                slot.listening,
                views(slot),
                slot.connected,
                period == null ? null : instant(now, ticks, period.since()),
                period == null ? null : instant(now, ticks, period.until()));
    }

    /** A moment of the ticker as time of day, which is {@code now} when the ticker says {@code ticks}. */
    private static Instant instant(Instant now, long ticks, long moment) {
        return now.plus(Duration.ofNanos(moment - ticks));
    }

    /** The pending leases on a port. */
    private List<LeaseView> views(PortSlot slot) {
        List<LeaseView> views = new ArrayList<>();
        for (PortLease lease : slot.leases()) {
            if (lease.state() == LeaseState.PENDING) {
                views.add(view(lease));
            }
        }
        return views;
    }
}
