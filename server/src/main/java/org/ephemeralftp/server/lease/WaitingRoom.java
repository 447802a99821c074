package org.ephemeralftp.server.lease;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Where requests wait when no port is free: first come first served within a client key, or among all when ports are
 * not shared. Those for one port have a line of their own, so that nobody waits behind them for another port. Guarded by
 * the pool's lock.
 */
final class WaitingRoom {
    /** A line of requests; the first one is served next. */
    static final class Queue {
        private final Deque<Waiter> waiters = new ArrayDeque<>(0);

        boolean isEmpty() {
            return waiters.isEmpty();
        }
    }

    /** What the requests of one line for one port have in common; the key is null when ports are not shared. */
    private record Wanted(PortSlot slot, @Nullable ClientKey key) {}

    /** What a request does when it is its turn: it finds a port, or null, or cannot have one at all. */
    @FunctionalInterface
    interface Choice {
        @Nullable
        PortSlot choose() throws NoPortFreeException;
    }

    /** One request that waits; {@code cancelled} is set when its session gives up. */
    static final class Waiter {
        private final Condition turn;
        private @Nullable ReleaseCause cancelled;

        private Waiter(Condition turn) {
            this.turn = turn;
        }

        private void cancel(ReleaseCause cause) {
            cancelled = cause;
            turn.signal();
        }
    }

    private final PoolLock lock;
    private final Ticker ticker;
    private final @Nullable Queue common;
    private final Set<Queue> busy = new LinkedHashSet<>();
    /** The lines for one port; none of them is empty. */
    private final Map<Wanted, Queue> byPort = new HashMap<>();

    private int size;

    WaitingRoom(PoolLock lock, Ticker ticker, boolean oneQueue) {
        this.lock = lock;
        this.ticker = ticker;
        common = oneQueue ? new Queue() : null;
    }

    /** The queue for a new client key. */
    Queue queue() {
        return common == null ? new Queue() : common;
    }

    /** Whether no earlier request is for what this one is for. */
    boolean isNobodyBefore(LeaseHolder holder) {
        return holder.wanted == null
                ? holder.leaseClient().queue.isEmpty()
                : !byPort.containsKey(wanted(holder.wanted, holder.leaseClient()));
    }

    private Wanted wanted(PortSlot slot, LeaseClient client) {
        return new Wanted(slot, common == null ? client.key : null);
    }

    private Queue queue(LeaseHolder holder) {
        return holder.wanted == null
                ? holder.leaseClient().queue
                : byPort.computeIfAbsent(wanted(holder.wanted, holder.leaseClient()), w -> new Queue());
    }

    int size() {
        return size;
    }

    /**
     * Waits until {@code choice} finds a port, in turn; null if it found none before the deadline. A request that
     * {@code had} its turn before is served first.
     */
    @Nullable
    PortSlot await(LeaseHolder holder, long deadline, boolean hadTurn, Choice choice)
            throws LeaseException, InterruptedException {
        Queue queue = queue(holder);
        Waiter waiter = new Waiter(lock.newCondition());
        enter(holder, queue, waiter, hadTurn);
        try {
            PortSlot slot = null;
            for (long left = deadline - ticker.nanos(); slot == null && left > 0; left = deadline - ticker.nanos()) {
                waiter.turn.awaitNanos(left);
                if (waiter.cancelled != null) {
                    throw new LeaseEndedException(waiter.cancelled);
                }
                slot = queue.waiters.peekFirst() == waiter ? choice.choose() : null;
            }
            return slot;
        } finally {
            leave(holder, queue, waiter);
        }
    }

    private void enter(LeaseHolder holder, Queue queue, Waiter waiter, boolean hadTurn) {
        if (hadTurn) {
            queue.waiters.addFirst(waiter);
        } else {
            queue.waiters.addLast(waiter);
        }
        busy.add(queue);
        holder.waiter = waiter;
        holder.leaseClient().waiting++;
        size++;
    }

    private void leave(LeaseHolder holder, Queue queue, Waiter waiter) {
        size--;
        holder.leaseClient().waiting--;
        holder.waiter = null;
        queue.waiters.remove(waiter);
        if (queue.isEmpty()) {
            busy.remove(queue);
            if (holder.wanted != null) {
                byPort.remove(wanted(holder.wanted, holder.leaseClient()));
            }
        } else {
            // Whatever made this request look may suit the next one too.
            signalFirst(queue);
        }
    }

    /** Ends the holder's wait, if it waits. */
    void cancel(LeaseHolder holder, ReleaseCause cause) {
        if (holder.waiter != null) {
            holder.waiter.cancel(cause);
        }
    }

    /** Ends every wait. */
    void cancelAll(ReleaseCause cause) {
        for (Queue queue : busy) {
            queue.waiters.forEach(waiter -> waiter.cancel(cause));
        }
    }

    /** Lets those look again whom the end of a lease of this client on this port concerns: the first of each line. */
    void signal(PortSlot slot, LeaseClient client) {
        signalFirst(client.queue);
        signalForPort(slot, client);
    }

    /** Lets the first request for this very port look again. */
    void signalForPort(PortSlot slot, LeaseClient client) {
        Queue queue = byPort.isEmpty() ? null : byPort.get(wanted(slot, client));
        if (queue != null) {
            signalFirst(queue);
        }
    }

    private void signalFirst(Queue queue) {
        Waiter first = queue.waiters.peekFirst();
        if (first != null) {
            first.turn.signal();
        }
    }

    /** Lets the first request of every queue look again: a port came back that suits any client. */
    void signalAll() {
        busy.forEach(this::signalFirst);
    }
}
