package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.Account;
import org.ephemeralftp.server.users.LoginLimits;

/** Wrong passwords: who waits and who does not, and what a wait takes from anybody else. */
@Timeout(120)
class LoginDelayIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** Longer than a test takes. */
    private static final Duration LONG = Duration.ofSeconds(10);

    private static final String OTHER = "127.0.0.2";

    @TempDir
    private Path home;

    @SuppressWarnings("NullAway.Init") // each test starts it
    private EphemeralFtpServer server;

    private final SessionLog told = new SessionLog();
    private final List<ControlConnection> guessers = new ArrayList<>();

    private void start(UnaryOperator<LoginLimits> limits) throws IOException {
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("20210-20219")
                .home(home)
                .anonymous(true)
                .account(new Account("u", home, Access.READ_WRITE, true), LoginIT.SECRET)
                .logins(limits.apply(LoginLimits.defaults().withBanAfter(0)))
                .start();
        server.observe(told);
    }

    @AfterEach
    void stop() throws IOException {
        for (ControlConnection control : guessers) {
            control.close();
        }
        server.close();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(Machine.serverThreads()).isEmpty());
    }

    private ControlConnection guess(String client) throws IOException {
        ControlConnection control = ControlConnection.from(client, server);
        guessers.add(control);
        control.expect("USER u", 331);
        control.write("PASS wrong");
        return control;
    }

    private long failures() {
        return told.lines.stream().filter("login failed u"::equals).count();
    }

    private void awaitFailures(int count) {
        await().atMost(LIMIT).until(() -> failures() == count);
    }

    private static boolean isAnswered(ControlConnection control) throws IOException {
        return control.socket().getInputStream().available() > 0;
    }

    @Test
    void many_who_wait_keep_nobody_else_waiting_and_hold_no_thread() throws Exception {
        start(limits -> limits.withDelay(LONG));
        for (int i = 0; i < 60; i++) {
            // Half of them in each other's way.
            guess("127.0.1." + (i < 30 ? 1 : i));
        }
        awaitFailures(31);
        await().atMost(LIMIT).until(() -> Machine.busyThreads().isEmpty());
        try (ControlConnection good = ControlConnection.from(OTHER, server).logIn("u", "secret")) {
            for (int i = 0; i < 20; i++) {
                good.expect("PWD", 257);
            }
        }
        ControlConnection last = guessers.get(guessers.size() - 1);
        assertThat(isAnswered(last)).isFalse();
    }

    /** What is measured is the least it takes; the server may be slower. */
    @Test
    void guesses_over_many_connections_are_no_faster_than_over_one() throws Exception {
        Duration delay = Duration.ofMillis(200);
        start(limits -> limits.withDelay(delay));
        long began = System.nanoTime();
        for (int i = 0; i < 4; i++) {
            guess(ControlConnection.IPV4);
        }
        for (ControlConnection control : guessers) {
            control.expect(530);
        }
        assertThat(System.nanoTime() - began)
                .isGreaterThanOrEqualTo(delay.multipliedBy(1 + 2 + 4 + 8).toNanos());
    }

    @Test
    void not_to_wait_for_the_refusal_is_of_no_use_and_it_is_told_of_all_the_same() throws Exception {
        Duration delay = Duration.ofMillis(500);
        start(limits -> limits.withDelay(delay));
        long began = System.nanoTime();
        for (int i = 1; i <= 2; i++) {
            ControlConnection control = guess(ControlConnection.IPV4);
            awaitFailures(i);
            control.close();
        }
        try (ControlConnection good = ControlConnection.to(server).logIn("u", "secret")) {
            assertThat(System.nanoTime() - began)
                    .isGreaterThanOrEqualTo(delay.multipliedBy(1 + 2).toNanos());
            good.expect("PWD", 257);
        }
    }

    @Test
    void what_was_sent_behind_a_wrong_password_is_answered_after_it_in_order() throws Exception {
        start(limits -> limits.withDelay(Duration.ofMillis(300)));
        try (ControlConnection control = ControlConnection.to(server)) {
            control.write("USER u\r\nPASS wrong\r\nPWD\r\nUSER u\r\nPASS secret\r\nPWD\r\nQUIT");
            for (int code : new int[] {331, 530, 530, 331, 230, 257, 221}) {
                control.expect(code);
            }
        }
    }

    @Test
    void who_needs_no_password_does_not_wait_for_those_who_guess() throws Exception {
        start(limits -> limits.withDelay(LONG));
        ControlConnection guesser = guess(ControlConnection.IPV4);
        awaitFailures(1);
        ControlConnection.anonymous(server).close();
        assertThat(isAnswered(guesser)).isFalse();
    }

    @Test
    void a_session_that_ends_while_it_waits_ends_at_once() throws Exception {
        start(limits -> limits.withDelay(LONG));
        ControlConnection refused = guess(ControlConnection.IPV4);
        awaitFailures(1);
        ControlConnection waiting = guess(ControlConnection.IPV4);
        await().atMost(LIMIT).until(() -> Machine.busyThreads().isEmpty());
        waiting.write("ABOR\r\nQUIT");
        refused.socket().setSoLinger(true, 0);
        refused.close();
        waiting.close();
        await().atMost(LIMIT)
                .until(() -> told.lines.stream().filter("closed"::equals).count() == 2);
        assertThat(failures()).isEqualTo(1);
    }

    @Test
    void a_server_that_drains_waits_for_nobody_who_waits() throws Exception {
        start(limits -> limits.withDelay(LONG));
        guess(ControlConnection.IPV4);
        awaitFailures(1);
        guess(ControlConnection.IPV4);
        guess(OTHER);
        awaitFailures(2);
        CompletableFuture<Boolean> drain = CompletableFuture.supplyAsync(() -> server.drain(Duration.ofHours(1)));
        for (ControlConnection control : guessers) {
            control.expect(421);
            assertThatThrownBy(control::read).isInstanceOf(EOFException.class);
        }
        assertThat(drain.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(failures()).isEqualTo(2);
    }

    @Test
    void who_fails_too_often_cannot_connect_or_log_in_and_sessions_that_are_logged_in_go_on() throws Exception {
        start(limits -> limits.withoutPenalties().withBanAfter(3));
        try (ControlConnection inside = ControlConnection.to(server).logIn("u", "secret");
                ControlConnection greeted = ControlConnection.to(server)) {
            for (int i = 0; i < 3; i++) {
                guess(ControlConnection.IPV4).expect(530);
            }
            try (ControlConnection banned = ControlConnection.open(ControlConnection.IPV4, server.port())) {
                assertThat(banned.expect(421).text()).contains("failed logins");
                assertThatThrownBy(banned::read).isInstanceOf(EOFException.class);
            }
            greeted.expect("USER u", 331);
            assertThat(greeted.expect("PASS secret", 421).text()).contains("failed logins");
            assertThatThrownBy(greeted::read).isInstanceOf(EOFException.class);
            inside.expect("PWD", 257);
            ControlConnection.from(OTHER, server).logIn("u", "secret").close();
        }
    }

    @Test
    void a_ban_ends() throws Exception {
        start(limits -> limits.withoutPenalties().withBanAfter(1).withBanTime(Duration.ofSeconds(1)));
        guess(ControlConnection.IPV4).expect(530);
        await().atMost(LIMIT).until(() -> {
            try (ControlConnection control = ControlConnection.open(ControlConnection.IPV4, server.port())) {
                return control.read().code() == 220;
            }
        });
        ControlConnection.to(server).logIn("u", "secret").close();
    }

    /** Commands and wrong passwords do not extend the time, and a login stops it. */
    @Test
    void who_does_not_log_in_in_time_is_told_so_and_closed() throws Exception {
        start(limits -> limits.withDelay(LONG).withTimeout(Duration.ofSeconds(1)));
        try (ControlConnection inside = ControlConnection.from(OTHER, server).logIn("u", "secret");
                ControlConnection silent = ControlConnection.from(OTHER, server);
                ControlConnection busy = ControlConnection.from(OTHER, server)) {
            ControlConnection first = guess(ControlConnection.IPV4);
            awaitFailures(1);
            ControlConnection second = guess(ControlConnection.IPV4);
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> busy.send("USER u").code() == 421);
            assertThat(silent.expect(421).text()).contains("1 s");
            first.expect(530);
            first.expect(421);
            second.expect(421);
            for (ControlConnection ended : List.of(silent, busy, first, second)) {
                assertThatThrownBy(ended::read).isInstanceOf(EOFException.class);
            }
            inside.expect("PWD", 257);
            inside.expect("REIN", 220);
            inside.expect(421);
        }
        assertThat(failures()).isEqualTo(1);
    }
}
