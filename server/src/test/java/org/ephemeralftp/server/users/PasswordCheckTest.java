package org.ephemeralftp.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many passwords are tried at once; what a refusal costs is in {@link AccountsTest}. */
@Timeout(60)
class PasswordCheckTest {
    private final ExecutorService logins = Executors.newCachedThreadPool();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(PasswordCheck.AT_ONCE);
    private final CountDownLatch released = new CountDownLatch(1);

    private boolean trial() {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        begun.countDown();
        try {
            return released.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            running.decrementAndGet();
        }
    }

    @AfterEach
    void stop() {
        logins.shutdownNow();
    }

    @Test
    void many_logins_at_once_leave_a_processor_to_everything_else() throws Exception {
        PasswordCheck check = new PasswordCheck((hash, password) -> trial());
        List<Future<Boolean>> results = new ArrayList<>();
        for (int i = 0; i < 20 + PasswordCheck.AT_ONCE; i++) {
            results.add(logins.submit(() -> check.passes(Optional.empty(), "p", 4)));
        }
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        released.countDown();
        for (Future<Boolean> result : results) {
            assertThat(result.get(20, TimeUnit.SECONDS)).isFalse();
        }
        assertThat(most).hasValue(PasswordCheck.AT_ONCE);
        assertThat(PasswordCheck.AT_ONCE)
                .isBetween(1, Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
    }

    @Test
    void a_password_that_waits_for_too_long_is_not_tried() throws Exception {
        PasswordCheck check = new PasswordCheck((hash, password) -> trial(), Duration.ofMillis(50));
        List<Future<Boolean>> results = new ArrayList<>();
        for (int i = 0; i < PasswordCheck.AT_ONCE; i++) {
            results.add(logins.submit(() -> check.passes(Optional.empty(), "p", 4)));
        }
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> check.passes(Optional.empty(), "p", 4)).isInstanceOf(PasswordNotTriedException.class);
        released.countDown();
        for (Future<Boolean> result : results) {
            assertThat(result.get(20, TimeUnit.SECONDS)).isFalse();
        }
        assertThat(check.passes(Optional.empty(), "p", 4)).isFalse();
    }
}
