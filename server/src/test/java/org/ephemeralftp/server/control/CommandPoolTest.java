package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.mina.core.session.DummySession;
import org.apache.mina.core.session.IoEvent;
import org.apache.mina.core.session.IoEventType;
import org.apache.mina.core.session.IoSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommandPoolTest {
    private final CommandPool pool = new CommandPool();

    @AfterEach
    void stop() {
        pool.stop(5);
    }

    /** Two commands that arrive together: the first one waits for long, and the second one must not wait for it. */
    @Test
    void a_session_that_waits_keeps_no_other_waiting() throws Exception {
        for (int i = 0; i < 100; i++) {
            CommandPool fresh = new CommandPool();
            CountDownLatch otherRan = new CountDownLatch(1);
            IoEvent waiting = event(new DummySession(), () -> await(otherRan));
            IoEvent other = event(new DummySession(), otherRan::countDown);
            fresh.execute(waiting);
            fresh.execute(other);
            assertThat(otherRan.await(5, TimeUnit.SECONDS)).as("round " + i).isTrue();
            fresh.stop(5);
        }
    }

    @Test
    void events_of_a_session_run_in_order_and_one_at_a_time() throws Exception {
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(1000);
        IoSession session = new DummySession();
        for (int i = 0; i < 1000; i++) {
            int number = i;
            pool.execute(event(session, () -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                seen.add(number);
                running.decrementAndGet();
                all.countDown();
            }));
        }
        assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValue(1);
        assertThat(seen)
                .containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
    }

    @Test
    void an_event_that_fails_does_not_hold_up_the_next_one() throws Exception {
        CountDownLatch next = new CountDownLatch(1);
        IoSession session = new DummySession();
        pool.execute(event(session, () -> {
            throw new IllegalStateException("on purpose");
        }));
        pool.execute(event(session, next::countDown));
        assertThat(next.await(5, TimeUnit.SECONDS)).isTrue();
    }

    private static IoEvent event(IoSession session, Runnable work) {
        return new IoEvent(IoEventType.MESSAGE_RECEIVED, session, null) {
            @Override
            public void fire() {
                work.run();
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
