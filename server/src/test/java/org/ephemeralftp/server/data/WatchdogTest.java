package org.ephemeralftp.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatchdogTest {
    private final Watchdog watchdog = new Watchdog();

    @AfterEach
    void stop() {
        watchdog.close();
    }

    private static class Deadline implements Watchdog.Watched {
        final AtomicInteger ends = new AtomicInteger();
        final CountDownLatch ended = new CountDownLatch(1);
        volatile long deadline;

        Deadline(Duration left) {
            deadline = System.nanoTime() + left.toNanos();
        }

        @Override
        public long nanosLeft(long now) {
            return deadline - now;
        }

        @Override
        public void expire() {
            assertThat(System.nanoTime() - deadline).isNotNegative();
            ends.incrementAndGet();
            ended.countDown();
        }

        boolean hasEnded() throws InterruptedException {
            return ended.await(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void each_ends_once_and_not_before_its_time() throws Exception {
        Deadline late = new Deadline(Duration.ofMillis(300));
        Deadline early = new Deadline(Duration.ofMillis(50));
        watchdog.watch(late);
        watchdog.watch(early);
        assertThat(early.hasEnded()).isTrue();
        assertThat(late.hasEnded()).isTrue();
        assertThat(early.ends).hasValue(1);
        assertThat(late.ends).hasValue(1);
    }

    /** The thread sleeps until the far deadline when the near one is added. */
    @Test
    void a_near_deadline_is_not_kept_waiting_by_a_far_one() throws Exception {
        watchdog.watch(new Deadline(Duration.ofHours(1)));
        for (int i = 0; i < 50; i++) {
            Deadline near = new Deadline(Duration.ofMillis(i % 3));
            watchdog.watch(near);
            assertThat(near.hasEnded()).isTrue();
        }
    }

    @Test
    void time_may_grow_while_it_is_watched() throws Exception {
        Deadline moving = new Deadline(Duration.ofMillis(100));
        Deadline other = new Deadline(Duration.ofMillis(200));
        watchdog.watch(moving);
        watchdog.watch(other);
        moving.deadline = System.nanoTime() + Duration.ofHours(1).toNanos();
        assertThat(other.hasEnded()).isTrue();
        assertThat(moving.ends).hasValue(0);
    }

    @Test
    void what_is_forgotten_does_not_end() throws Exception {
        Deadline forgotten = new Deadline(Duration.ofMillis(20));
        Deadline other = new Deadline(Duration.ofMillis(60));
        watchdog.watch(forgotten);
        watchdog.watch(other);
        watchdog.forget(forgotten);
        assertThat(other.hasEnded()).isTrue();
        assertThat(forgotten.ends).hasValue(0);
    }

    @Test
    void one_that_fails_does_not_take_the_others_with_it() throws Exception {
        watchdog.watch(new Deadline(Duration.ZERO) {
            @Override
            public void expire() {
                throw new IllegalStateException("on purpose");
            }
        });
        Deadline other = new Deadline(Duration.ofMillis(20));
        watchdog.watch(other);
        assertThat(other.hasEnded()).isTrue();
    }

    /** Such as the OutOfMemoryError of a system that has no more threads: the limits of everybody else still count. */
    @Test
    void an_error_of_one_does_not_take_the_others_with_it() throws Exception {
        watchdog.watch(new Deadline(Duration.ZERO) {
            @Override
            public void expire() {
                throw new OutOfMemoryError("on purpose");
            }
        });
        Deadline other = new Deadline(Duration.ofMillis(20));
        watchdog.watch(other);
        assertThat(other.hasEnded()).isTrue();
    }

    @Test
    void one_that_cannot_tell_its_time_ends_and_does_not_take_the_others_with_it() throws Exception {
        Deadline mute = new Deadline(Duration.ZERO) {
            private final Thread test = Thread.currentThread();

            @Override
            public long nanosLeft(long now) {
                if (Thread.currentThread() != test) {
                    throw new IllegalStateException("on purpose");
                }
                return 0;
            }
        };
        watchdog.watch(mute);
        Deadline other = new Deadline(Duration.ofMillis(20));
        watchdog.watch(other);
        assertThat(other.hasEnded()).isTrue();
        assertThat(mute.hasEnded()).isTrue();
    }
}
