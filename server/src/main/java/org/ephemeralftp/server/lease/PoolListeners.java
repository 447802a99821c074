package org.ephemeralftp.server.lease;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * What a pool is told of its listeners by those who own the sockets: which are open, which could not be opened, and
 * which are closed. Memory only, like the pool.
 */
final class PoolListeners {
    /** Closing takes the acceptor one turn. */
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final InetAddress address;
    private final PoolLock lock;
    private final PortTable table;
    private final LeaseBook book;
    private final WaitingRoom waiting;
    private final LeaseEvents events;
    private final Condition closed;

    PoolListeners(
            InetAddress address,
            PoolLock lock,
            PortTable table,
            LeaseBook book,
            WaitingRoom waiting,
            LeaseEvents events) {
        this.address = address;
        this.lock = lock;
        this.table = table;
        this.book = book;
        this.waiting = waiting;
        this.events = events;
        closed = lock.newCondition();
    }

    /** From now on a listener stays open although nobody needs it; the ports that have none yet. */
    List<PortSlot> keep() {
        try (var held = lock.hold()) {
            return table.keepListeners();
        }
    }

    boolean isKept() {
        try (var held = lock.hold()) {
            return table.listeners().isKept();
        }
    }

    /** How many are open. */
    int open() {
        try (var held = lock.hold()) {
            return table.listeners().open();
        }
    }

    /** Has {@link PortPool#expire} ask for these listeners to be opened. */
    void openLater(List<PortSlot> slots) {
        try (var held = lock.hold()) {
            slots.forEach(table.listeners()::openLater);
        }
    }

    /** The listener is open, without a lease that needs it; true if it could not be opened before. */
    boolean opened(PortSlot slot) {
        try (var held = lock.hold()) {
            boolean blocked = table.bound(slot);
            if (blocked) {
                waiting.signalAll();
            }
            return blocked;
        }
    }

    /** The listener cannot be opened for now, and no lease needed it; true if it is the first time in a row. */
    boolean openFailed(PortSlot slot, String reason) {
        try (var held = lock.hold()) {
            blocked(slot, reason);
            return slot.bindFailures == 1;
        }
    }

    /** Drops a reservation whose port could not be bound, and keeps the port from others for a while. */
    void bindFailed(PortLease lease, String reason) {
        try (var held = lock.hold()) {
            book.abandon(lease);
            blocked(lease.slot(), reason);
            table.endOpening(lease);
        }
    }

    private void blocked(PortSlot slot, String reason) {
        table.block(slot);
        book.ledger.bindFailures++;
        if (events.observed()) {
            InetSocketAddress listener = new InetSocketAddress(address, slot.port);
            events.put(observer -> observer.bindFailed(listener, reason));
        }
    }

    /** The listeners of these ports are closed and the kernel has let go of the numbers. */
    void closed(List<PortSlot> slots) {
        try (var held = lock.hold()) {
            slots.forEach(table::closed);
            waiting.signalAll();
            closed.signalAll();
        }
    }

    /**
     * Has a listener that nobody needs closed without delay, and waits for that.
     *
     * @return false if it is still open, because it is needed or kept, or the acceptor does not come to it
     */
    boolean closeNow(PortSlot slot) throws InterruptedException {
        try (var held = lock.hold()) {
            table.listeners().endLinger(slot);
        }
        // The acceptor is woken when the lock is given back, which waiting for a condition is not.
        try (var held = lock.hold()) {
            long left = CLOSE_NANOS;
            while (slot.listening && (slot.lingering || slot.closing) && left > 0) {
                left = closed.awaitNanos(left);
            }
            return !slot.listening;
        }
    }

    /** Takes a number out of the set for good. */
    void withdraw(int port) {
        try (var held = lock.hold()) {
            table.withdraw(port);
        }
    }
}
