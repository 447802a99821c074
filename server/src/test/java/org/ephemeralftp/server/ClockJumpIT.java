package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static org.ephemeralftp.server.testing.DataMode.EPSV;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.ServerProcess;

/**
 * The time of day jumps by years while a server runs, as when a machine without a clock finds a time server: nothing ends
 * early, and what is to end does. The server runs with Debian's {@code faketime}, which leaves its monotonic clock alone.
 */
@Timeout(200)
class ClockJumpIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private Path offset;
    private Path log;

    @BeforeEach
    void prepare() throws IOException {
        offset = directory.resolve("offset");
        log = directory.resolve("log");
        jump("+0");
    }

    /** At once: a file that is half written would be a wrong time. */
    private void jump(String to) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), to + "\n");
        Files.move(next, offset, StandardCopyOption.REPLACE_EXISTING);
    }

    private ServerProcess start(String ports, String... options) throws Exception {
        Optional<Path> library = library();
        assumeThat(library).as("the library of Debian's package faketime").isPresent();
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.writeString(home.resolve("file"), "content");
        List<String> through = List.of(
                "env",
                // All threads wait in one line for each look at a clock: the fewer and the less curious, the better.
                "JAVA_TOOL_OPTIONS=-XX:-UsePerfData -XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
                "LD_PRELOAD=" + library.orElseThrow(),
                "FAKETIME_TIMESTAMP_FILE=" + offset,
                "FAKETIME_CACHE_DURATION=1",
                "FAKETIME_DONT_FAKE_MONOTONIC=1");
        return ServerProcess.logging(through, log, home, ports, options);
    }

    private static Optional<Path> library() throws IOException {
        try (Stream<Path> found =
                Files.find(Path.of("/usr/lib"), 3, (path, facts) -> path.endsWith("faketime/libfaketime.so.1"))) {
            return found.findFirst();
        }
    }

    private void awaitYear(ServerProcess server, Year year) {
        await().atMost(LIMIT).until(() -> {
            server.logIn().close();
            try (Stream<String> lines = Files.lines(log)) {
                return lines.anyMatch(line -> line.startsWith(year + "-"));
            }
        });
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void nothing_ends_because_of_a_jump() throws Exception {
        Year now = Year.now(ZoneOffset.UTC);
        try (ServerProcess server =
                        start("21650-21654", "--lease-timeout=5m", "--idle-timeout=10m", "--data-timeout=10m");
                ControlConnection control = server.logIn();
                ControlConnection uploading = server.logIn();
                Socket upload = ControlConnection.connect(uploading.client(), uploading.passive())) {
            uploading.expect("STOR up", 150);
            upload.getOutputStream().write(1);
            InetSocketAddress port = control.passive();
            int years = 0;
            for (int jump : new int[] {+3, -2}) {
                years += jump;
                jump((years < 0 ? "" : "+") + years + "y");
                awaitYear(server, now.plusYears(years));
                control.expect("NOOP", 200);
            }
            try (Socket data = ControlConnection.connect(control.client(), port)) {
                control.expect("RETR file", 150);
                assertThat(data.getInputStream().readAllBytes()).asString().isEqualTo("content");
                control.expect(226);
            }
            upload.getOutputStream().write(2);
            upload.close();
            uploading.expect(226);
            assertThat(EPSV.receive(control, "RETR up")).containsExactly(1, 2);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void what_has_a_limit_ends_after_a_jump_back() throws Exception {
        Year now = Year.now(ZoneOffset.UTC);
        try (ServerProcess server =
                        start("21655-21659", "--lease-timeout=2s", "--idle-timeout=10s", "--data-timeout=2s");
                ControlConnection idle = server.logIn()) {
            jump("-3y");
            awaitYear(server, now.minusYears(3));
            try (ControlConnection control = server.logIn()) {
                control.expect("EPSV", 229);
                control.write("RETR file");
                assertThat(control.finalReply().code()).isEqualTo(425);
                assertUploadEnds(control);
            }
            idle.socket().setSoTimeout(60_000);
            idle.expect(421);
        }
    }

    private static void assertUploadEnds(ControlConnection control) throws IOException {
        try (Socket data = ControlConnection.connect(control.client(), control.passive())) {
            control.expect("STOR stalled", 150);
            control.expect(426);
            assertThat(data.isConnected()).isTrue();
        }
    }
}
