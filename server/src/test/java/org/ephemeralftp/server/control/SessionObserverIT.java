package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.ephemeralftp.server.testing.DataMode.EPSV;
import static org.ephemeralftp.server.testing.DataMode.PASV;
import static org.ephemeralftp.server.testing.DataMode.PORT;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.ServerConfigBuilder;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.users.LoginLimits;

/** What observers of sessions are told, and what they never are. */
@Timeout(60)
class SessionObserverIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path home;

    private EphemeralFtpServer server;
    private final SessionLog told = new SessionLog();

    @BeforeEach
    void start() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        Files.createDirectory(home.resolve("sub"));
        server = builder().start();
        server.observe(told);
    }

    private ServerConfigBuilder builder() {
        return EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("27200-27205")
                .home(home)
                .logins(LoginLimits.defaults().withoutPenalties())
                .user("u", "p");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void awaitClosed() {
        await().atMost(LIMIT).until(() -> told.lines.contains("closed"));
    }

    @Test
    void a_session_is_told_of_in_order_from_its_beginning_to_its_end() throws Exception {
        try (ControlConnection control = ControlConnection.to(server)) {
            assertThat(told.lines).containsExactly("opened", "220");
            control.logIn("u", "p");
            control.expect("nonsense  with  blanks", 500);
            control.expect("xpwd", 257);
            control.expect("QUIT", 221);
            awaitClosed();

            assertThat(told.lines)
                    .containsExactly(
                            "opened",
                            "220",
                            "USER u",
                            "331",
                            "PASS",
                            "logged in u",
                            "230",
                            "TYPE I",
                            "200",
                            "?",
                            "500",
                            "PWD",
                            "257",
                            "QUIT",
                            "221",
                            "closed");
            assertThat(told.views)
                    .allSatisfy(view -> {
                        assertThat(view.id()).isEqualTo(told.views.get(0).id());
                        assertThat(view.peer()).isEqualTo(control.socket().getLocalSocketAddress());
                        assertThat(view.local()).isEqualTo(control.socket().getRemoteSocketAddress());
                    })
                    .extracting(SessionView::user)
                    .startsWith(null, null, null, null, null, "u", "u")
                    .endsWith("u");
        }
    }

    @Test
    void a_failed_login_is_told_of_with_the_name_that_was_claimed() throws Exception {
        try (ControlConnection control = ControlConnection.to(server)) {
            control.expect("USER somebody else", 331);
            control.expect("PASS p", 530);
            control.expect("PASS p", 503);
            control.expect("USER u", 331);
            control.expect("PASS p", 230);
            control.expect("REIN", 220);
            assertThat(told.views.get(told.views.size() - 1).user()).isNull();
        }
        awaitClosed();
        assertThat(told.lines)
                .containsSubsequence("PASS", "login failed somebody else", "530", "PASS", "503", "PASS", "logged in u")
                .containsOnlyOnce("login failed somebody else");
    }

    @ParameterizedTest
    @CsvSource({"p, 230", "wrong, 530"})
    void a_line_that_cannot_be_read_is_no_failed_login(String password, int code) throws Exception {
        try (ControlConnection control = ControlConnection.to(server)) {
            control.expect("USER u", 331);
            control.expect("PASS " + password, code);
            control.socket().getOutputStream().write("NOOP \u00e9\r\n".getBytes(StandardCharsets.ISO_8859_1));
            control.expect(501);
            control.expect("x".repeat(10_000), 500);
        }
        awaitClosed();
        assertThat(told.lines)
                .filteredOn(line -> line.startsWith("login failed"))
                .hasSize(code == 530 ? 1 : 0);
    }

    @Test
    void what_a_client_sends_never_breaks_the_line_of_a_reply() throws Exception {
        List<String> texts = new CopyOnWriteArrayList<>();
        server.observe(new SessionObserver() {
            @Override
            public void replied(SessionView session, int code, String text) {
                texts.add(text);
            }
        });
        try (ControlConnection control = ControlConnection.to(server)) {
            control.expect("NO\0P\rE", 500);
            control.logIn("u", "p");
            for (String command : List.of("CWD", "DELE", "RETR", "STOR", "APPE", "LIST", "NLST", "MLSD")) {
                int code = command.matches("STOR|APPE") ? 553 : 550;
                assertThat(control.expect(command + " a\rb\0c/d", code).text())
                        .as(command)
                        .contains("a?b?c/d")
                        .doesNotContain("\0");
            }
            assertThat(control.expect("STAT a\rb/c", 450).text()).contains("a?b/c");
        }
        awaitClosed();
        assertThat(texts).noneMatch(text -> text.contains("\r") || text.contains("\0"));
    }

    /** The watchdog looks at all sessions, to end what stands still in any of them. */
    @ParameterizedTest
    @ValueSource(strings = {"NOOP", "No command"})
    void an_observer_that_blocks_keeps_no_other_transfer_from_timing_out(String reply) throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        server.close();
        server = builder()
                .dataTimeout(Duration.ofSeconds(5))
                .idleTimeout(Duration.ofSeconds(4))
                .start();
        server.observe(told);
        server.observe(new SessionObserver() {
            @Override
            public void replied(SessionView session, int code, String text) {
                if (text.startsWith(reply)) {
                    blocked.countDown();
                    awaitLatch(released);
                }
            }
        });
        try (ControlConnection stalling = ControlConnection.to(server).logIn("u", "p");
                Socket stalled = ControlConnection.connect(stalling.client(), stalling.passive());
                ControlConnection asking = ControlConnection.to(server).logIn("u", "p");
                Socket data = ControlConnection.connect(asking.client(), asking.passive())) {
            asking.expect("STOR asking", 150);
            stalling.expect("STOR stalling", 150);
            try (ControlConnection idle = ControlConnection.to(server)) {
                asking.write("NOOP");
                awaitLatch(blocked);
                await().atMost(LIMIT).until(() -> told.lines.contains("STOR /stalling 0 426"));
                assertThat(idle.socket().isConnected() && stalled.isConnected() && data.isConnected())
                        .isTrue();
            }
        } finally {
            released.countDown();
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_listing_is_told_of_as_what_it_was_and_not_what_the_disk_has_at_its_end() throws Exception {
        Files.createDirectory(home.resolve("-l"));
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            var address = control.passive();
            control.expect("LIST -l", 150);
            Files.delete(home.resolve("-l"));
            ControlConnection.connect(control.client(), address).close();
            control.finalReply();
            control.expect("LIST -a -l missing", 550);
        }
        assertThat(told.reports).extracting(TransferReport::path).containsExactly("/-l", "/missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PASS s3cret",
                "pAsS s3cret",
                "XPASS s3cret",
                "xxpass s3cret",
                "PASS  s3cret",
                " PASS s3cret",
                "PASS\ts3cret",
                "PASS:s3cret",
                "PASSs3cret",
                "PASSWORD s3cret",
                "ACCT s3cret",
                "xacct s3cret",
                "ENC s3cret",
                "Authorization: Basic s3cret",
                "SITE PSWD old s3cret",
                "site  cpwd s3cret",
                "SITE PASS s3cret",
                "SITE_PASS s3cret",
            })
    void secrets_are_never_told_however_they_are_written(String line) throws Exception {
        server.observe(new SessionObserver() {
            @Override
            public void replied(SessionView session, int code, String text) {
                told.lines.add(text);
            }
        });
        try (ControlConnection control = ControlConnection.to(server)) {
            control.expect("USER u", 331);
            control.send(line);
            control.expect("USER u", 331);
            control.expect("PASS p", 230);
            control.send(line);
            control.expect("QUIT", 221);
        }
        awaitClosed();
        assertThat(told.lines)
                .noneMatch(text -> text.toLowerCase(Locale.ROOT).contains("s3cret"))
                .areAtLeast(
                        2,
                        new org.assertj.core.api.Condition<>(
                                Set.of("PASS", "ACCT", "ENC", "SITE", "?")::contains, "the command itself"));
    }

    @Test
    void transfers_are_told_of_with_their_results_before_the_final_reply() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            control.expect("CWD sub", 250);
            PASV.send(control, "STOR up", new byte[1000]);
            EPSV.receive(control, "RETR ../file");
            PORT.receive(control, "LIST -la ..");
            control.expect("RETR missing", 550);
            control.expect("STOR no-data-connection", 425);
        }
        awaitClosed();
        assertThat(told.lines)
                .containsSubsequence("150", "STOR /sub/up 1000 226", "226", "150", "RETR /file 7 226", "226")
                .containsSubsequence("RETR missing", "RETR /sub/missing 0 550", "550")
                .containsSubsequence("STOR /sub/no-data-connection 0 425", "425");
        assertThat(told.reports).extracting(TransferReport::ok).containsExactly(true, true, true, false, false);
        assertThat(told.reports.get(0).dataPort()).isBetween(27200, 27205);
        assertThat(told.reports.get(2)).satisfies(list -> {
            assertThat(list.path()).isEqualTo("/");
            assertThat(list.bytes()).isPositive();
            assertThat(list.dataPort()).isPositive();
            assertThat(list.duration()).isPositive();
        });
        assertThat(told.reports.get(3).dataPort()).isZero();
    }

    @Test
    void a_stou_is_told_of_with_the_name_that_it_was_given() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            PASV.send(control, "STOU", new byte[5]);
        }
        awaitClosed();
        assertThat(told.reports)
                .singleElement()
                .satisfies(stou ->
                        assertThat(home.resolve(stou.path().substring(1))).hasSize(5));
    }

    @Test
    void what_is_answered_beside_a_transfer_is_told_of_too_and_a_broken_one_with_its_bytes() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p");
                Socket data = ControlConnection.connect(control.client(), control.passive())) {
            control.expect("STOR up", 150);
            data.getOutputStream().write("some".getBytes(StandardCharsets.US_ASCII));
            control.expect("NOOP", 200);
            await().atMost(LIMIT).until(() -> control.send("STAT").text().contains(" 4 bytes"));
            control.expect("ABOR", 426);
            control.expect(226);
        }
        awaitClosed();
        assertThat(told.lines)
                .containsSubsequence("STOR up", "150", "NOOP", "200", "STAT", "213")
                .containsSubsequence("ABOR", "STOR /up 4 426", "426", "226", "closed");
    }

    @Test
    void an_observer_that_fails_harms_neither_the_session_nor_the_others() throws Exception {
        SessionObserver failing = new SessionObserver() {
            @Override
            public void received(SessionView session, String verb, @Nullable String argument) {
                throw new IllegalStateException("on purpose");
            }
        };
        server.unobserve(told);
        server.observe(failing);
        server.observe(told);
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            server.unobserve(failing);
            control.expect("NOOP", 200);
            server.unobserve(told);
            control.expect("PWD", 257);
        }
        assertThat(told.lines).contains("TYPE I", "NOOP").doesNotContain("PWD");
    }

    @Test
    void commands_sent_ahead_keep_their_order_and_nothing_follows_the_end() throws Exception {
        List<String> commands =
                IntStream.range(0, 200).mapToObj(i -> "CWD d" + i).toList();
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            control.write(String.join("\r\n", commands));
            for (int i = 0; i < 100; i++) {
                control.expect(550);
            }
        }
        awaitClosed();
        assertThat(told.lines.stream().filter(line -> line.startsWith("CWD")).collect(Collectors.toList()))
                .isEqualTo(commands);
        assertThat(told.lines).endsWith("closed").containsOnlyOnce("closed");
    }
}
