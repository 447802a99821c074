package org.ephemeralftp.server.lease;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How long the listeners of one bound address stay open: for the linger time after the last lease that needed one, or all
 * the time. Guarded by the pool's lock.
 */
final class ListenerLife {
    /** So many queued listeners are kept in exact order. */
    private static final int FEW = 64;
    /** So many listeners are opened at a time, because whoever opens them has other things to do. */
    private static final int BATCH = 256;

    private final long lingerNanos;
    private final Ticker ticker;
    private final LongConsumer alarm;
    private final ExpiryQueue<PortSlot> lingers = new ExpiryQueue<>();
    /** Those that ought to be open; some of them may be by now. */
    private final Deque<PortSlot> unopened = new ArrayDeque<>();

    private boolean kept;
    private int open;

    /** {@code alarm} is told of every new deadline. */
    ListenerLife(LeaseConfig config, LongConsumer alarm) {
        lingerNanos = config.listenerLinger().toNanos();
        ticker = config.ticker();
        this.alarm = alarm;
    }

    /** From now on listeners stay open although nobody needs them. Every slot is to be settled after that. */
    void keep() {
        kept = true;
    }

    boolean isKept() {
        return kept;
    }

    /** How many are open. */
    int open() {
        return open;
    }

    void opened(PortSlot slot) {
        open += slot.listening ? 0 : 1;
        slot.listening = true;
    }

    void closed(PortSlot slot) {
        open -= slot.listening ? 1 : 0;
        slot.listening = false;
    }

    /** To be called after every change of what the port is needed for. */
    void settle(PortSlot slot) {
        boolean lingering = slot.listening && !slot.closing && !slot.isNeeded() && !(kept && !slot.withdrawn);
        if (lingering && !slot.lingering) {
            // A look at the clock is a tenth of a grant: where many linger, the time of the next look will do.
            slot.lingeringSince = slot.linger != null && lingers.size() >= FEW ? slot.linger.deadline : ticker.nanos();
        }
        slot.lingering = lingering;
        queueLinger(slot);
    }

    /**
     * Sees to it that a listener that is open for nobody will be looked at. A busy port begins and ends to linger with
     * every lease: its place in the queue stays, and when its turn comes it is queued again if it was needed meanwhile.
     * Where many are queued it goes to the end, so that it may linger for up to twice the time, at the price of nothing.
     */
    private void queueLinger(PortSlot slot) {
        if (slot.lingering && slot.linger == null) {
            long deadline = slot.lingeringSince + lingerNanos;
            slot.linger = lingers.size() < FEW ? lingers.add(slot, deadline) : lingers.addLast(slot, deadline);
            alarm.accept(deadline);
        }
    }

    /** Has a listener that is open for nobody counted as unneeded for long enough. */
    void endLinger(PortSlot slot) {
        if (slot.lingering) {
            long now = ticker.nanos();
            lingers.remove(slot.linger);
            slot.lingeringSince = now - lingerNanos;
            slot.linger = lingers.add(slot, now);
            alarm.accept(now);
        }
    }

    /** One port whose listener nobody needed for the linger time, or null. */
    @Nullable
    PortSlot pollUnneeded(long now) {
        for (PortSlot slot = lingers.pollExpired(now); slot != null; slot = lingers.pollExpired(now)) {
            slot.linger = null;
            if (slot.lingering && slot.lingeringSince + lingerNanos <= now) {
                return slot;
            }
            queueLinger(slot);
        }
        return null;
    }

    /** Whether the port ought to have a listener, has none and could have one. */
    boolean isMissing(PortSlot slot) {
        return kept && !slot.listening && !slot.closing && !slot.withdrawn && slot.block == null;
    }

    /** Sees to it that a listener that is missing will be opened. */
    void openLater(PortSlot slot) {
        if (isMissing(slot)) {
            unopened.add(slot);
            alarm.accept(ticker.nanos());
        }
    }

    /** Some ports whose listener is missing. */
    List<PortSlot> pollMissing() {
        List<PortSlot> batch = new ArrayList<>();
        while (!unopened.isEmpty() && batch.size() < BATCH) {
            PortSlot slot = unopened.remove();
            if (isMissing(slot)) {
                batch.add(slot);
            }
        }
        return batch;
    }

    long nextDeadline() {
        return unopened.isEmpty() ? lingers.nextDeadline() : 0;
    }
}
