package org.ephemeralftp.server.lease;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from the pools to the observers. Events are put in order under a pool's lock. Whoever may have caused one
 * delivers it once it holds no lock of the engine any more, one thread at a time, so that observers see them in that
 * order and can do no harm by what they wait for.
 */
final class LeaseEvents {
    private static final Logger log = LoggerFactory.getLogger(LeaseEvents.class);

    private final List<LeaseObserver> observers = new CopyOnWriteArrayList<>();
    private final Queue<Consumer<LeaseObserver>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger undelivered = new AtomicInteger();

    void add(LeaseObserver observer) {
        observers.add(observer);
    }

    void remove(LeaseObserver observer) {
        observers.remove(observer);
    }

    /** Whether anybody listens; if not, events need not be made. */
    boolean observed() {
        return !observers.isEmpty();
    }

    void put(Consumer<LeaseObserver> event) {
        queue.add(event);
    }

    /** Delivers what is queued, unless another thread is at it: then that thread delivers it. */
    void deliver() {
        if (queue.isEmpty() || undelivered.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            for (var event = queue.poll(); event != null; event = queue.poll()) {
                tell(event);
            }
            seen = undelivered.addAndGet(-seen);
        } while (seen != 0);
    }

    private void tell(Consumer<LeaseObserver> event) {
        for (LeaseObserver observer : observers) {
            try {
                event.accept(observer);
            } catch (RuntimeException | Error e) {
                log.warn("A lease observer failed; the lease is not affected", e);
            }
        }
    }
}
