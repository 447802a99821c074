package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.lease.LeaseObserver;
import org.ephemeralftp.server.lease.LeaseTotals;
import org.ephemeralftp.server.lease.LeaseView;
import org.ephemeralftp.server.lease.ReleaseCause;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.Machine;

/** A server that drains: what its sessions may still do, and when it ends. */
@Timeout(120)
class DrainIT {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final byte[] OLD = {1, 2, 3};

    @TempDir
    private Path home;

    private EphemeralFtpServer server;

    @BeforeEach
    void start() throws Exception {
        Files.write(home.resolve("old"), OLD);
        Files.write(home.resolve("large"), new byte[64 << 20]);
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("27220-27229")
                .home(home)
                .user("u", "p")
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
        LeaseTotals totals = server.snapshot().totals();
        assertThat(totals.granted()).isEqualTo(totals.endedInAll());
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(Machine.serverThreads()).isEmpty());
    }

    private CompletableFuture<Boolean> drain(Duration limit) {
        return CompletableFuture.supplyAsync(() -> server.drain(limit));
    }

    private static boolean result(CompletableFuture<Boolean> drain) throws Exception {
        return drain.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Begins an upload of which one byte has arrived. */
    private static Socket upload(ControlConnection control, String name) throws IOException {
        Socket data = ControlConnection.connect(control.client(), control.passive());
        control.expect("STOR " + name, 150);
        data.getOutputStream().write(4);
        return data;
    }

    private static void assertDismissed(ControlConnection control) throws IOException {
        control.expect(421);
        assertThat(control.socket().getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void a_running_transfer_finishes_and_nothing_else_begins() throws Exception {
        try (ControlConnection greeted = ControlConnection.to(server);
                ControlConnection resting = ControlConnection.to(server).logIn("u", "p");
                ControlConnection uploading = ControlConnection.to(server).logIn("u", "p");
                Socket data = upload(uploading, "old")) {
            var drain = drain(LONG);
            assertDismissed(resting);
            assertDismissed(greeted);
            try (ControlConnection late = ControlConnection.open(ControlConnection.IPV4, server.port())) {
                assertDismissed(late);
            }
            uploading.expect("NOOP", 200);
            assertThat(drain).isNotDone();
            data.getOutputStream().write(5);
            data.close();
            uploading.expect(226);
            uploading.write("PASV");
            assertDismissed(uploading);
            assertThat(result(drain)).isTrue();
        }
        assertThat(home.resolve("old")).hasBinaryContent(new byte[] {4, 5});
    }

    @Test
    void nobody_logs_in_any_more() throws Exception {
        try (ControlConnection uploading = ControlConnection.to(server).logIn("u", "p");
                Socket data = upload(uploading, "new");
                ControlConnection named = ControlConnection.to(server)) {
            named.expect("USER u", 331);
            var drain = drain(LONG);
            await().atMost(LIMIT).until(this::refusesSessions);
            named.write("PASS p");
            assertDismissed(named);
            data.close();
            uploading.expect(226);
            uploading.expect("QUIT", 221);
            assertThat(result(drain)).isTrue();
        }
    }

    private boolean refusesSessions() throws IOException {
        try (ControlConnection late = ControlConnection.open(ControlConnection.IPV4, server.port())) {
            return late.read().code() == 421;
        }
    }

    /** As curl and other clients do it: there is always a command on its way. */
    @Test
    void who_was_told_a_port_makes_one_transfer_and_says_good_bye() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            var address = control.passive();
            var drain = drain(LONG);
            await().atMost(LIMIT).until(this::refusesSessions);
            // Longer than any session may rest.
            assertNotDoneSoon(drain);
            try (Socket data = ControlConnection.connect(control.client(), address)) {
                control.expect("RETR old", 150);
                assertThat(data.getInputStream().readAllBytes()).isEqualTo(OLD);
            }
            control.expect(226);
            control.expect("QUIT", 221);
            assertThat(result(drain)).isTrue();
        }
    }

    private static void assertNotDoneSoon(CompletableFuture<Boolean> drain) {
        assertThatThrownBy(() -> drain.get(2500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
    }

    /** The watchdog looks at leases all the time while the server drains. */
    @Test
    void looking_whether_a_client_is_to_connect_changes_nothing() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            ControlConnection.connect(control.client(), control.passive()).close();
            await().atMost(LIMIT).until(() -> server.snapshot().counts().pending() == 0);
            var drain = drain(LONG);
            await().atMost(LIMIT).until(this::refusesSessions);
            assertNotDoneSoon(drain);
            assertThat(server.snapshot().totals().granted()).isEqualTo(1);
            control.expect("QUIT", 221);
            assertThat(result(drain)).isTrue();
        }
    }

    /** One whose transfer ended within the last second, for example. */
    @Test
    void a_session_that_is_at_nothing_when_the_time_is_over_is_not_cut() throws Exception {
        try (ControlConnection resting = ControlConnection.to(server).logIn("u", "p");
                ControlConnection uploading = ControlConnection.to(server).logIn("u", "p")) {
            upload(uploading, "new").close();
            uploading.expect(226);
            uploading.expect("NOOP", 200);
            resting.expect("NOOP", 200);
            await().atMost(LIMIT).until(() -> server.snapshot().counts().pending() == 0);
            assertThat(result(drain(Duration.ZERO))).isTrue();
            assertDismissed(resting);
            assertDismissed(uploading);
        }
        assertThat(home.resolve("new")).hasBinaryContent(new byte[] {4});
    }

    @Test
    void who_was_told_a_port_is_cut_when_the_time_is_over() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            control.passive();
            assertThat(result(drain(Duration.ZERO))).isFalse();
            assertDismissed(control);
        }
    }

    @Test
    void close_while_the_last_sessions_are_being_ended_is_no_failure() throws Exception {
        CountDownLatch ending = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        server.observe(new LeaseObserver() {
            @Override
            public void ended(LeaseView lease, ReleaseCause cause) {
                ending.countDown();
                awaitOrFail(closed);
            }
        });
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            control.passive();
            var drain = drain(Duration.ZERO);
            awaitOrFail(ending);
            server.close();
            closed.countDown();
            assertThat(result(drain)).isFalse();
        }
    }

    private static void awaitOrFail(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void what_still_runs_when_the_time_is_over_is_ended_with_426_and_leaves_the_old_file() throws Exception {
        try (ControlConnection uploading = ControlConnection.to(server).logIn("u", "p");
                ControlConnection stalling = ControlConnection.to(server).logIn("u", "p");
                ControlConnection waiting = ControlConnection.to(server).logIn("u", "p");
                Socket data = upload(uploading, "old");
                Socket stalled = ControlConnection.connect(stalling.client(), stalling.passive())) {
            stalling.expect("RETR large", 150);
            waiting.passive();
            waiting.expect("RETR large", 150);
            assertThat(result(drain(Duration.ofMillis(1500)))).isFalse();
            for (ControlConnection control : new ControlConnection[] {uploading, stalling, waiting}) {
                control.expect(426);
                assertDismissed(control);
            }
            assertThat(data.isConnected()).isTrue();
            assertThat(stalled.isConnected()).isTrue();
        }
        assertThat(home.resolve("old")).hasBinaryContent(OLD);
        assertThat(home).isDirectoryNotContaining("glob:**/.ephemeral-ftp");
    }

    @Test
    void no_time_at_all_still_tells_the_clients() throws Exception {
        try (ControlConnection uploading = ControlConnection.to(server).logIn("u", "p");
                ControlConnection ahead = ControlConnection.to(server).logIn("u", "p");
                Socket data = upload(uploading, "old");
                Socket more = upload(ahead, "new")) {
            ahead.write("DELE old\r\nMKD directory");
            assertThat(result(drain(Duration.ZERO))).isFalse();
            uploading.expect(426);
            assertDismissed(uploading);
            ahead.expect(426);
            assertDismissed(ahead);
            assertThat(data.isConnected() && more.isConnected()).isTrue();
        }
        assertThat(home.resolve("old")).hasBinaryContent(OLD);
        assertThat(home.resolve("directory")).doesNotExist();
    }

    @Test
    void a_server_without_sessions_ends_at_once_and_draining_again_does_nothing() throws Exception {
        assertThat(result(drain(LONG))).isTrue();
        assertThat(result(drain(LONG))).isTrue();
        server.close();
        assertThat(result(drain(LONG))).isTrue();
    }

    @Test
    void close_ends_a_drain_at_once() throws Exception {
        try (ControlConnection uploading = ControlConnection.to(server).logIn("u", "p");
                Socket data = upload(uploading, "old")) {
            var drain = drain(LONG);
            var another = drain(LONG);
            await().atMost(LIMIT).until(this::refusesSessions);
            assertThat(drain).isNotDone();
            server.close();
            assertThat(result(drain)).isFalse();
            result(another);
            assertThat(data.isConnected()).isTrue();
        }
        assertThat(home.resolve("old")).hasBinaryContent(OLD);
    }

    @Test
    void abor_and_active_mode_work_to_the_end() throws Exception {
        try (ControlConnection uploading = ControlConnection.to(server).logIn("u", "p");
                Socket data = upload(uploading, "new");
                ControlConnection active = ControlConnection.to(server).logIn("u", "p")) {
            var drain = drain(LONG);
            await().atMost(LIMIT).until(this::refusesSessions);
            assertThat(DataMode.PORT.receive(active, "RETR old")).isEqualTo(OLD);
            uploading.expect("ABOR", 426);
            uploading.expect(226);
            assertDismissed(uploading);
            assertDismissed(active);
            assertThat(result(drain)).isTrue();
            assertThat(data.isConnected()).isTrue();
        }
    }
}
