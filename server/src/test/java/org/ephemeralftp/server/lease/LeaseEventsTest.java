package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LeaseEventsTest {
    private final LeaseEvents events = new LeaseEvents();

    private void put(int number) {
        events.put(observer -> observer.bindFailed(InetSocketAddress.createUnresolved("host", 1), "" + number));
    }

    /** Remembers the numbers of events; being unsynchronized it also shows that calls come one at a time. */
    private static final class Numbers implements LeaseObserver {
        final List<Integer> seen = new ArrayList<>();
        final AtomicInteger inside = new AtomicInteger();
        volatile boolean overlapped;

        @Override
        public void bindFailed(InetSocketAddress listener, String reason) {
            overlapped |= inside.incrementAndGet() != 1;
            seen.add(Integer.parseInt(reason));
            inside.decrementAndGet();
        }
    }

    @Test
    void events_are_delivered_in_the_order_they_were_put_by_whichever_threads() throws Exception {
        Numbers observer = new Numbers();
        events.add(observer);
        int threads = 4;
        int each = 5_000;
        AtomicInteger next = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                done.add(executor.submit(() -> {
                    start.await();
                    for (int i = 0; i < each; i++) {
                        synchronized (next) {
                            put(next.getAndIncrement());
                        }
                        events.deliver();
                    }
                    return null;
                }));
            }
            for (Future<?> future : done) {
                future.get();
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(observer.overlapped).isFalse();
        assertThat(observer.seen).hasSize(threads * each).isSorted();
    }

    @Test
    void an_event_put_by_an_observer_is_delivered_after_the_one_it_looks_at() {
        List<String> seen = new ArrayList<>();
        events.add(new LeaseObserver() {
            @Override
            public void bindFailed(InetSocketAddress listener, String reason) {
                if (reason.equals("1")) {
                    put(2);
                    events.deliver();
                }
                seen.add(reason);
            }
        });
        put(1);
        events.deliver();
        assertThat(seen).containsExactly("1", "2");
    }

    @Test
    void an_observer_that_throws_keeps_nothing_from_the_others() {
        Numbers observer = new Numbers();
        events.add(new LeaseObserver() {
            @Override
            public void bindFailed(InetSocketAddress listener, String reason) {
                if (reason.equals("1")) {
                    throw new IllegalStateException(reason);
                }
                throw new StackOverflowError(reason);
            }
        });
        events.add(observer);
        put(1);
        put(2);
        events.deliver();
        assertThat(observer.seen).containsExactly(1, 2);
    }

    private void assertObserved(boolean observed) {
        assertThat(events.observed()).isEqualTo(observed);
    }

    @Test
    void one_that_observes_no_more_is_told_nothing_more() {
        Numbers observer = new Numbers();
        assertObserved(false);
        events.add(observer);
        assertObserved(true);
        events.remove(observer);
        assertObserved(false);
        put(1);
        events.deliver();
        assertThat(observer.seen).isEmpty();
    }
}
