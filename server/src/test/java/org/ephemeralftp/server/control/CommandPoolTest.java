package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.mina.core.session.DummySession;
import org.apache.mina.core.session.IoEvent;
import org.apache.mina.core.session.IoEventType;
import org.apache.mina.core.session.IoSession;
import org.awaitility.Awaitility;
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

    /** As many sessions pause as there could be attackers, and none of them has a thread. */
    @Test
    void sessions_that_pause_hold_no_thread_and_go_on_before_what_came_behind() throws Exception {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        List<CommandPool.Pause> pauses = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch paused = new CountDownLatch(60);
        CountDownLatch done = new CountDownLatch(60);
        for (int i = 0; i < 60; i++) {
            IoSession session = new DummySession();
            String name = "session " + i;
            pool.execute(event(session, () -> {
                pauses.add(pool.pause(session, () -> seen.add(name + " goes on")));
                paused.countDown();
            }));
            pool.execute(event(session, () -> {
                seen.add(name + " next");
                done.countDown();
            }));
        }
        assertThat(paused.await(10, TimeUnit.SECONDS)).isTrue();
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> pool.busy() == 0);
        assertThat(seen).isEmpty();
        // Also twice, and at once.
        pauses.parallelStream().forEach(pause -> {
            pause.end();
            pause.end();
        });
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).hasSize(120);
        for (int i = 0; i < 60; i++) {
            assertThat(seen).containsSubsequence("session " + i + " goes on", "session " + i + " next");
        }
    }

    /** The end of a pause races with the return of the event that began it. */
    @Test
    void a_pause_that_is_over_at_once_loses_nothing() throws Exception {
        IoSession session = new DummySession();
        AtomicInteger rests = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(2000);
        for (int i = 0; i < 2000; i++) {
            pool.execute(event(session, () -> {
                CommandPool.Pause pause = pool.pause(session, () -> {
                    rests.incrementAndGet();
                    all.countDown();
                });
                ForkJoinPool.commonPool().execute(pause::end);
            }));
        }
        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(rests).hasValue(2000);
    }

    @Test
    void what_pauses_may_pause_again_and_the_stop_waits_for_no_pause() throws Exception {
        IoSession session = new DummySession();
        CountDownLatch again = new CountDownLatch(1);
        List<CommandPool.Pause> pauses = Collections.synchronizedList(new ArrayList<>());
        pool.execute(event(
                session,
                () -> pauses.add(pool.pause(session, () -> {
                    pauses.add(pool.pause(session, () -> {}));
                    again.countDown();
                }))));
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> pauses.size() == 1 && pool.busy() == 0);
        pauses.get(0).end();
        assertThat(again.await(10, TimeUnit.SECONDS)).isTrue();
        pool.stop(60);
        assertThat(pool.busy()).isZero();
        pauses.get(1).end();
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
