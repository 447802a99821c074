package org.ephemeralftp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.ephemeralftp.server.testing.DataMode.PASV;

import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.ServerProcess;

/** The log of a real server process: what is in it, and what never is. */
@Timeout(200)
class LogIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private List<String> log() throws Exception {
        return Files.readAllLines(directory.resolve("log"));
    }

    private ServerProcess start(String... options) throws Exception {
        Path home = Files.createDirectories(directory.resolve("home"));
        Files.writeString(home.resolve("file"), "content");
        return ServerProcess.logging(directory.resolve("log"), home, "27210-27219", options);
    }

    private void awaitClosed(int sessions) {
        await().atMost(LIMIT)
                .until(() -> log().stream()
                                .filter(line -> line.matches(".*(INFO  closed |\"closed\").*"))
                                .count()
                        >= sessions);
    }

    @Test
    void it_has_a_line_for_each_event_of_a_session() throws Exception {
        try (ServerProcess server = start("--login-delay=0")) {
            try (ControlConnection control = server.logIn()) {
                PASV.receive(control, "RETR file");
                control.expect("RETR missing", 550);
                control.expect("QUIT", 221);
            }
            awaitClosed(1);
            try (ControlConnection control = ControlConnection.open(ControlConnection.IPV4, server.port())) {
                control.expect(220);
                control.expect("USER u", 331);
                control.expect("PASS wrong", 530);
                control.expect("USER hunter2", 331);
                control.expect("PASS u", 530);
            }
            awaitClosed(2);
        }
        String peer = " session=\\d+ peer=127\\.0\\.0\\.1:\\d+";
        String start = "\\S+ INFO  ";
        assertThat(log())
                .filteredOn(line -> line.contains(" session="))
                .satisfiesExactly(
                        line -> assertThat(line).matches(start + "connected" + peer),
                        line -> assertThat(line).matches(start + "logged in" + peer + " user=u"),
                        line -> assertThat(line)
                                .matches(start + "transferred" + peer
                                        + " user=u verb=RETR path=/file code=226 bytes=7 ms=\\d+ port=272\\d\\d"),
                        line -> assertThat(line)
                                .matches(start + "transfer failed" + peer
                                        + " user=u verb=RETR path=/missing code=550 bytes=0 ms=\\d+ port=0"),
                        line -> assertThat(line).matches(start + "closed" + peer + " user=u"),
                        line -> assertThat(line).matches(start + "connected" + peer),
                        line -> assertThat(line).matches(start + "login failed" + peer + " claimed=u"),
                        line -> assertThat(line).matches(start + "login failed" + peer + " claimed=\"\\?\""),
                        line -> assertThat(line).matches(start + "closed" + peer));
    }

    @Test
    void a_flood_of_refusals_has_a_line_and_so_has_a_ban() throws Exception {
        try (ServerProcess server = start("--login-delay=0", "--ban-after=2", "--max-sessions-per-address=3")) {
            List<ControlConnection> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                all.add(ControlConnection.open(ControlConnection.IPV4, server.port()));
                all.get(i).expect(220);
            }
            for (int i = 0; i < 20; i++) {
                assertRefused(server, "sessions");
            }
            for (int i = 0; i < 2; i++) {
                all.get(i).expect("USER hunter2", 331);
                all.get(i).expect("PASS u", 530);
            }
            for (int i = 0; i < 20; i++) {
                assertRefused(server, "failed logins");
            }
            // A session of this machine that never sends a command has no line.
            all.get(2).expect("NOOP", 200);
            for (ControlConnection control : all) {
                control.close();
            }
            awaitClosed(3);
        }
        assertThat(count("Too many sessions of one address: refused 127.0.0.1 port "))
                .isEqualTo(1);
        assertThat(count("127.0.0.1 is banned for 300 s")).isEqualTo(1);
        // Three sessions with two lines each, and two failed logins.
        assertThat(count("127.0.0.1")).isEqualTo(3 * 2 + 2 + 1 + 1);
        assertThat(count("hunter2")).isZero();
    }

    private static void assertRefused(ServerProcess server, String why) throws Exception {
        try (ControlConnection control = ControlConnection.open(ControlConnection.IPV4, server.port())) {
            assertThat(control.expect(421).text()).contains(why);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void it_never_has_a_secret_or_a_line_of_the_clients_making(String format) throws Exception {
        try (ServerProcess server = start("--log-level=debug", "--log-format=" + format)) {
            try (ControlConnection control = ControlConnection.open(ControlConnection.IPV4, server.port())) {
                control.expect(220);
                control.expect("USER u\u001b[31m\u202e", 331);
                control.expect("XPASS hunter2", 500);
                control.expect("hunter2", 500);
                control.expect("NOOP hunter2", 200);
                control.expect("USER u", 331);
                OutputStream raw = control.socket().getOutputStream();
                raw.write("PASS hunter2\u00ff\r\n".getBytes(StandardCharsets.ISO_8859_1));
                raw.flush();
                control.read();
                control.send("ACCT hunter2");
                control.logIn("u", "p");
                control.expect("RETR a\rb \u001b[2J\u009b", 550);
                PASV.receive(control, "RETR file");
                control.expect("PASS hunter2 " + "x".repeat(10_000), 500);
            }
            awaitClosed(1);
        }
        assertThat(log())
                .noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("hunter2"))
                .noneMatch(line -> line.contains("68 75 6E 74"))
                .noneMatch(line -> line.contains("org.apache"))
                .noneMatch(line -> line.matches(".*[\\p{Cntrl}\\u0080-\\u009f\\u202e].*"))
                .anyMatch(line -> line.contains("received") && line.contains("PASS"))
                .anyMatch(line -> line.contains("replied") && line.contains("530"))
                .anyMatch(line -> line.contains("lease granted"))
                .anyMatch(line -> line.contains("lease ended") && line.contains("connected"));
        if (format.equals("json")) {
            for (String line : log()) {
                assertThat(StrictJson.parse(line)).isInstanceOf(java.util.Map.class);
            }
        } else {
            assertThat(log()).allMatch(line -> line.matches("\\d{4}-\\S+ (INFO |DEBUG|WARN ) .*"));
        }
    }

    @Test
    void errors_only_means_that_sessions_are_not_in_it() throws Exception {
        try (ServerProcess server = start("--log-level=error");
                ControlConnection control = server.logIn()) {
            PASV.receive(control, "RETR file");
            control.expect("QUIT", 221);
        }
        assertThat(log()).isEmpty();
    }

    @Test
    void a_client_that_resets_its_connections_leaves_no_trace_of_the_stack() throws Exception {
        try (ServerProcess server = start("--log-level=debug")) {
            try (ControlConnection control = server.logIn();
                    var data = ControlConnection.connect(control.client(), control.passive())) {
                control.expect("STOR up", 150);
                data.getOutputStream().write(new byte[1000]);
                await().atMost(LIMIT).until(() -> control.send("STAT").text().contains("1000 bytes"));
                data.setSoLinger(true, 0);
                control.socket().setSoLinger(true, 0);
            }
            awaitClosed(1);
        }
        assertThat(log())
                .noneMatch(line -> line.startsWith(" "))
                .anyMatch(line -> line.matches(".*transfer failed .* path=/up code=426 bytes=1000 .*"));
    }

    @Test
    void want_of_file_descriptors_is_told_once_and_so_is_its_end() throws Exception {
        List<ControlConnection> crowd = new ArrayList<>();
        try (ServerProcess server = ServerProcess.logging(
                List.of("sh", "-c", "ulimit -n 250 && exec \"$@\"", "sh"),
                directory.resolve("log"),
                Files.createDirectories(directory.resolve("home")),
                "27210-27219",
                "--max-sessions-per-address=500")) {
            // So that everything is loaded that needs files to be opened.
            server.logIn().close();
            await().atMost(LIMIT).until(() -> {
                for (int i = 0; i < 50; i++) {
                    crowd.add(ControlConnection.open(ControlConnection.IPV4, server.port()));
                }
                return count("cannot be accepted") > 0;
            });
            // The server tries again all the time; nobody is accepted.
            try (ControlConnection late = ControlConnection.open(ControlConnection.IPV4, server.port())) {
                late.socket().setSoTimeout(2500);
                assertThatThrownBy(late::read).isInstanceOf(SocketTimeoutException.class);
            }
            for (ControlConnection control : crowd) {
                control.close();
            }
            server.logIn().close();
            await().atMost(LIMIT).until(() -> count("accepted again") > 0);
        } finally {
            for (ControlConnection control : crowd) {
                control.close();
            }
        }
        assertThat(count("cannot be accepted")).isEqualTo(1);
        assertThat(log())
                .noneMatch(line -> line.startsWith("\t") || line.startsWith(" ") || line.contains("Exception"));
    }

    private long count(String text) throws Exception {
        return log().stream().filter(line -> line.contains(text)).count();
    }
}
