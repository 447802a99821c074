package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.ephemeralftp.server.control.LoginGuard.State;
import org.ephemeralftp.server.control.LoginGuard.Turn;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.users.LoginLimits;

class LoginGuardTest {
    private static final LoginLimits LIMITS =
            LoginLimits.defaults().withDelay(Duration.ofSeconds(1)).withBanAfter(7);
    private static final Duration INSTANT = Duration.ofNanos(1);
    private static final Duration WINDOW = Duration.ofNanos(GuardedClient.WINDOW_NANOS);

    private final ManualTimer timer = new ManualTimer();
    private final InetAddress client = address("192.0.2.1");
    private final AtomicInteger calls = new AtomicInteger();
    private LoginGuard guard = guard(LIMITS);

    private LoginGuard guard(LoginLimits limits) {
        return new LoginGuard(limits, timer::nanos, timer);
    }

    private static InetAddress address(String literal) {
        try {
            return Machine.address(literal);
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private Turn enter(InetAddress address) {
        return guard.enter(address, calls::incrementAndGet);
    }

    private Turn mine(InetAddress address) {
        Turn turn = enter(address);
        assertThat(turn.settle()).isEqualTo(State.MINE);
        return turn;
    }

    /** A wrong password; returns whether the refusal was sent by now. */
    private AtomicInteger fail(InetAddress address) {
        AtomicInteger refused = new AtomicInteger();
        mine(address).failed(refused::incrementAndGet);
        return refused;
    }

    private void failAndWait(InetAddress address) {
        AtomicInteger refused = fail(address);
        timer.advance(LIMITS.delay().multipliedBy(16));
        assertThat(refused).hasValue(1);
    }

    private int refusedAfter(Duration time) {
        AtomicInteger refused = fail(client);
        timer.advance(time.minus(INSTANT));
        assertThat(refused).as("before " + time).hasValue(0);
        timer.advance(INSTANT);
        return refused.get();
    }

    @Test
    void each_failure_doubles_the_delay_up_to_sixteen_times_the_first() {
        guard = guard(LIMITS.withBanAfter(0));
        for (int seconds : new int[] {1, 2, 4, 8, 16, 16, 16}) {
            assertThat(refusedAfter(Duration.ofSeconds(seconds))).isEqualTo(1);
        }
        timer.advance(WINDOW);
        assertThat(refusedAfter(Duration.ofSeconds(1))).isEqualTo(1);
    }

    @Test
    void who_cannot_be_called_does_not_keep_the_turn() {
        Turn first = mine(client);
        Turn lost = guard.enter(client, () -> {
            throw new OutOfMemoryError("no thread");
        });
        Turn next = enter(client);
        first.passed();
        assertThat(next.settle()).isEqualTo(State.MINE);
        next.passed();
        assertThat(lost).isNotNull();
        guard.enter(client, () -> {
            throw new OutOfMemoryError("no thread");
        });
        mine(client).passed();
        assertThat(guard.remembered()).isZero();
    }

    @Test
    void passwords_of_one_client_are_tried_in_order_and_not_before_the_refusal_of_the_one_before() {
        Turn first = mine(client);
        List<Integer> called = new ArrayList<>();
        List<Turn> others = IntStream.range(0, 3)
                .mapToObj(i -> guard.enter(client, () -> called.add(i)))
                .toList();
        AtomicInteger refused = new AtomicInteger();
        first.failed(refused::incrementAndGet);
        timer.advance(Duration.ofSeconds(1).minus(INSTANT));
        assertThat(called).isEmpty();
        timer.advance(INSTANT);
        assertThat(refused).hasValue(1);
        assertThat(called).containsExactly(0);
        assertThat(others.get(0).settle()).isEqualTo(State.MINE);
        others.get(0).passed();
        assertThat(called).containsExactly(0, 1);
        assertThat(others.get(2).settle()).isEqualTo(State.LEFT);
        others.get(1).passed();
        assertThat(called).containsExactly(0, 1);
    }

    @Test
    void another_client_waits_for_nobody() {
        fail(client);
        assertThat(enter(client).settle()).isEqualTo(State.LEFT);
        mine(address("192.0.2.2")).passed();
        mine(address("2001:db8::1")).passed();
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8::1, 2001:db8::ffff:1:2:3, true",
        "2001:db8::1, 2001:db8:0:1::1, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "192.0.2.1, ::ffff:192.0.2.1, true",
    })
    void a_client_is_an_address_or_an_ipv6_network(String one, String other, boolean same) {
        fail(address(one));
        assertThat(enter(address(other)).settle()).isEqualTo(same ? State.LEFT : State.MINE);
    }

    @Test
    void who_fails_too_often_is_banned_for_a_while_with_all_who_wait() {
        for (int i = 0; i < LIMITS.banAfter() - 1; i++) {
            failAndWait(client);
            assertThat(guard.isBanned(client)).isFalse();
        }
        Turn last = mine(client);
        calls.set(0);
        List<Turn> waiting = List.of(enter(client), enter(client));
        last.failed(() -> {});
        assertThat(guard.isBanned(client)).isTrue();
        assertThat(calls).hasValue(2);
        assertThat(waiting).allMatch(turn -> turn.settle() == State.BANNED);
        assertThat(enter(client).settle()).isEqualTo(State.BANNED);
        assertThat(guard.isBanned(address("192.0.2.2"))).isFalse();

        timer.advance(LIMITS.banTime().minus(INSTANT));
        assertThat(guard.isBanned(client)).isTrue();
        timer.advance(INSTANT);
        assertThat(guard.isBanned(client)).isFalse();
        failAndWait(client);
        assertThat(guard.isBanned(client)).as("the count begins anew").isFalse();
    }

    @Test
    void failures_longer_ago_than_the_window_do_not_count_and_logins_that_succeed_clear_nothing() {
        for (int i = 0; i < LIMITS.banAfter() - 1; i++) {
            failAndWait(client);
            mine(client).passed();
        }
        timer.advance(WINDOW);
        failAndWait(client);
        assertThat(guard.isBanned(client)).isFalse();
        for (int i = 1; i < LIMITS.banAfter(); i++) {
            mine(client).passed();
            failAndWait(client);
        }
        assertThat(guard.isBanned(client)).isTrue();
    }

    @Test
    void nobody_is_banned_and_nobody_waits_where_that_is_switched_off() {
        guard = guard(LIMITS.withoutPenalties());
        for (int i = 0; i < 100; i++) {
            assertThat(fail(client)).hasValue(1);
        }
        assertThat(guard.isBanned(client)).isFalse();
    }

    @Test
    void a_client_that_never_failed_is_not_remembered() {
        Turn first = mine(client);
        Turn waiting = enter(client);
        assertThat(guard.remembered()).isEqualTo(1);
        assertThat(waiting.settle()).isEqualTo(State.LEFT);
        first.passed();
        assertThat(guard.remembered()).isZero();
    }

    /** As somebody does who has an IPv6 network of 48 bits. */
    @Test
    void the_memory_is_bounded_and_the_least_dangerous_is_forgotten_first() {
        InetAddress banned = address("198.51.100.1");
        for (int i = 0; i < LIMITS.banAfter(); i++) {
            failAndWait(banned);
        }
        InetAddress twice = address("198.51.100.2");
        failAndWait(twice);
        failAndWait(twice);
        for (int i = 0; i < LoginGuard.MOST_REMEMBERED + 100; i++) {
            AtomicInteger refused = new AtomicInteger();
            mine(address("2001:db8:0:" + Integer.toHexString(i) + "::1")).failed(refused::incrementAndGet);
            if (i % 100 == 0) {
                timer.advance(Duration.ofSeconds(1));
            }
        }
        timer.advance(Duration.ofSeconds(1));
        assertThat(guard.remembered()).isLessThanOrEqualTo(LoginGuard.MOST_REMEMBERED + 1);
        assertThat(guard.isBanned(banned)).isTrue();
        // Its third failure: the two were not forgotten.
        AtomicInteger third = fail(twice);
        timer.advance(Duration.ofSeconds(4).minus(INSTANT));
        assertThat(third).hasValue(0);
        timer.advance(INSTANT);
        assertThat(third).hasValue(1);
        // The oldest of those with one failure was.
        AtomicInteger first = fail(address("2001:db8:0:0::1"));
        timer.advance(Duration.ofSeconds(1));
        assertThat(first).hasValue(1);
    }
}
