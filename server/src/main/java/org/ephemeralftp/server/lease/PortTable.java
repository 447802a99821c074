package org.ephemeralftp.server.lease;

import java.util.Arrays;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The ports of one bound address and what each of them is doing: unused, leased, resting, blocked, its listener open or
 * closing. Every change of a port goes through here, so that it is always in the right bag. Guarded by the pool's lock.
 */
final class PortTable {
    /** When the state of a port began and when it is to end, in the ticker's time. */
    record Period(long since, long until) {}

    private static final long FIRST_BLOCK_NANOS = 250_000_000L;
    private static final int MAX_BLOCK_DOUBLINGS = 5;

    private final PortSlot[] slots;
    /** The numbers of the slots, for looking one up. */
    private final int[] numbers;

    private final PortChooser chooser;
    private final long restNanos;
    private final Ticker ticker;
    private final LongConsumer alarm;

    private final ExpiryQueue<PortSlot.Rest> rests = new ExpiryQueue<>();
    private final ExpiryQueue<PortSlot> blocks = new ExpiryQueue<>();
    private final ListenerLife listeners;
    private int connected;
    private int openers;

    /** {@code alarm} is told of every new deadline. */
    PortTable(LeaseConfig config, LongConsumer alarm) {
        this.alarm = alarm;
        ticker = config.ticker();
        restNanos = config.rest().toNanos();
        listeners = new ListenerLife(config, alarm);
        chooser = new PortChooser(config.sharing() == PortSharing.CLIENT, new PortDraw(config.random()));
        numbers = config.ports().toArray();
        slots = Arrays.stream(numbers)
                .mapToObj(port -> new PortSlot(port, config.avoid().contains(port)))
                .toArray(PortSlot[]::new);
        for (PortSlot slot : slots) {
            chooser.settle(slot);
        }
    }

    /** A port for this client, or null if none is free for it. */
    @Nullable
    PortSlot choose(LeaseClient client) {
        return chooser.choose(client);
    }

    /** Whether this very port may be leased by this session. */
    boolean isFree(PortSlot slot, LeaseHolder holder) {
        return chooser.isFree(slot, holder);
    }

    /** The port of this number, which must be in the set. */
    PortSlot slot(int port) {
        int index = Arrays.binarySearch(numbers, port);
        if (index < 0) {
            throw new IllegalArgumentException("Port " + port + " is not in the set");
        }
        return slots[index];
    }

    void occupy(PortLease lease) {
        PortSlot slot = lease.slot();
        LeaseClient client = lease.holder().leaseClient();
        slot.put(lease);
        client.leases++;
        settle(slot);
    }

    /** Ends the rest of a pair that is granted again, because nothing else was free. */
    void endRest(PortLease lease) {
        LeaseClient client = lease.holder().leaseClient();
        ExpiryQueue.Entry<PortSlot.Rest> rest = lease.slot().removeRest(client.key);
        if (rest != null) {
            rests.remove(rest);
            client.resting.remove(lease.slot());
            lease.afterAnother |= rest.item.left() != lease.holder();
        }
    }

    /** Takes a lease off its port; {@code rest} if a connection of it may still be on its way. */
    void vacate(PortLease lease, boolean rest) {
        PortSlot slot = lease.slot();
        LeaseClient client = lease.holder().leaseClient();
        slot.remove(lease);
        client.leases--;
        if (rest && restNanos > 0) {
            LeaseHolder left = lease.afterAnother ? null : lease.holder();
            slot.putRest(client.key, rests.add(new PortSlot.Rest(slot, client, left), deadline(restNanos)));
            client.resting.add(slot);
        }
        settle(slot);
    }

    void arrived(LeasedConnection connection) {
        connection.slot().connected++;
        connected++;
        connection.slot().arrived(connection);
        settle(connection.slot());
    }

    /** The connection waits no longer: it is in use, or it is going to be closed. */
    void departed(LeasedConnection connection) {
        connection.slot().removeArrival(connection);
        settle(connection.slot());
    }

    void connectionClosed(LeasedConnection connection) {
        connection.slot().connected--;
        connected--;
    }

    /** A thread is going to open the listener for this reservation: until it is done the listener is not closed. */
    void beginOpening(PortLease lease) {
        lease.opening = true;
        lease.slot().openers++;
        openers++;
    }

    /** The thread is done with it, one way or the other. */
    void endOpening(PortLease lease) {
        if (lease.opening) {
            lease.opening = false;
            lease.slot().openers--;
            openers--;
            if (!lease.slot().isNeeded()) {
                settle(lease.slot());
            }
        }
    }

    /** The listener is open; true if the port was blocked until now, because another thread could not open it. */
    boolean bound(PortSlot slot) {
        boolean blocked = slot.block != null;
        slot.bindFailures = 0;
        if (!slot.listening || blocked) {
            blocks.remove(slot.block);
            slot.block = null;
            listeners.opened(slot);
            settle(slot);
        }
        return blocked;
    }

    /** Gives a number that could not be bound a rest: a short one first, because the holder may be gone in a moment. */
    void block(PortSlot slot) {
        slot.bindFailures++;
        long rest = blockNanos(slot);
        blocks.remove(slot.block);
        slot.block = blocks.add(slot, deadline(rest));
        settle(slot);
    }

    private static long blockNanos(PortSlot slot) {
        return FIRST_BLOCK_NANOS << Math.min(slot.bindFailures - 1, MAX_BLOCK_DOUBLINGS);
    }

    /** For how long a port rests or is blocked; null if it does neither. */
    @Nullable
    Period period(PortSlot slot) {
        PortState state = slot.state();
        if (state == PortState.BLOCKED && slot.block != null) {
            return new Period(slot.block.deadline - blockNanos(slot), slot.block.deadline);
        }
        if (state != PortState.RESTING) {
            return null;
        }
        LongSummaryStatistics deadlines =
                slot.rests().stream().mapToLong(rest -> rest.deadline).summaryStatistics();
        return new Period(deadlines.getMin() - restNanos, deadlines.getMax());
    }

    void withdraw(int port) {
        int index = Arrays.binarySearch(numbers, port);
        if (index >= 0) {
            slots[index].withdrawn = true;
            settle(slots[index]);
        }
    }

    /** Ends one rest that is over at {@code now} and returns it, or null. */
    PortSlot.@Nullable Rest pollRest(long now) {
        PortSlot.Rest rest = rests.pollExpired(now);
        if (rest == null) {
            return null;
        }
        rest.slot().removeRest(rest.client().key);
        rest.client().resting.remove(rest.slot());
        settle(rest.slot());
        return rest;
    }

    /** Ends the blocks that are over; true if there was one. */
    boolean endBlocks(long now) {
        boolean any = false;
        for (PortSlot slot = blocks.pollExpired(now); slot != null; slot = blocks.pollExpired(now)) {
            slot.block = null;
            settle(slot);
            listeners.openLater(slot);
            any = true;
        }
        return any;
    }

    /** One port whose listener nobody needed for the linger time, or null; it is closing from now on. */
    @Nullable
    PortSlot pollUnneeded(long now) {
        PortSlot slot = listeners.pollUnneeded(now);
        if (slot != null) {
            slot.closing = true;
            settle(slot);
        }
        return slot;
    }

    /** The kernel has let go of the number: it can be bound again. */
    void closed(PortSlot slot) {
        slot.closing = false;
        listeners.closed(slot);
        settle(slot);
        listeners.openLater(slot);
    }

    /** From now on listeners stay open although nobody needs them; the ports that have none and could have one. */
    List<PortSlot> keepListeners() {
        listeners.keep();
        for (PortSlot slot : slots) {
            settle(slot);
        }
        return Arrays.stream(slots).filter(listeners::isMissing).toList();
    }

    ListenerLife listeners() {
        return listeners;
    }

    long nextDeadline() {
        return Math.min(rests.nextDeadline(), Math.min(blocks.nextDeadline(), listeners.nextDeadline()));
    }

    /** Whether no port remembers anything: then the table can be made anew when it is wanted again. */
    boolean isIdle() {
        return !listeners.isKept()
                && listeners.open() == 0
                && openers == 0
                && rests.isEmpty()
                && blocks.isEmpty()
                && chooser.count(PortState.LEASED) == 0
                && connected == 0;
    }

    LeaseCounts counts(int pending, int waiting, int arrived) {
        return new LeaseCounts(
                slots.length,
                chooser.count(PortState.UNUSED),
                chooser.count(PortState.LEASED),
                chooser.count(PortState.RESTING),
                chooser.count(PortState.BLOCKED),
                chooser.count(PortState.CLOSING),
                chooser.count(PortState.WITHDRAWN),
                listeners.open(),
                pending,
                waiting,
                arrived,
                connected);
    }

    List<PortSlot> slots() {
        return List.of(slots);
    }

    private void settle(PortSlot slot) {
        listeners.settle(slot);
        chooser.settle(slot);
    }

    private long deadline(long nanos) {
        long deadline = ticker.nanos() + nanos;
        alarm.accept(deadline);
        return deadline;
    }
}
