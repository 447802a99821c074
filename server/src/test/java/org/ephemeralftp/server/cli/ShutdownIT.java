package org.ephemeralftp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.ServerProcess;

/** What signals do to a real server process. */
@Timeout(300)
class ShutdownIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int SIZE = 8 << 20;
    /** Shells have what they run in the background ignore SIGINT, and Java goes on ignoring it; this may be run there. */
    private static final List<String> HEARING_SIGINT = Files.isExecutable(Path.of("/usr/bin/env"))
                    && System.getProperty("os.name").equals("Linux")
            ? List.of("/usr/bin/env", "--default-signal=INT")
            : List.of();

    @TempDir
    private Path directory;

    private Path home;

    @BeforeEach
    void fill() throws IOException {
        home = Files.createDirectories(directory.resolve("home"));
        Files.write(home.resolve("large"), new byte[SIZE]);
        Files.write(home.resolve("file"), new byte[100_000]);
    }

    private ServerProcess start(String... options) throws Exception {
        return ServerProcess.logging(HEARING_SIGINT, directory.resolve("log"), home, "27240-27259", options);
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    private void awaitLog(String text) {
        await().atMost(LIMIT).until(() -> log().contains(text));
    }

    @Test
    void sigterm_ends_an_idle_server_with_status_0_long_before_the_timeout() throws Exception {
        try (ServerProcess server = start("--drain-timeout=1h");
                ControlConnection resting = server.logIn()) {
            server.signal("TERM");
            resting.expect(421);
            assertThat(server.exitStatus()).isZero();
        }
        assertThat(log()).contains("stopping").contains("stopped: all sessions ended");
    }

    @Test
    void a_second_sigterm_stops_at_once() throws Exception {
        assertThat(statusAfter("--drain-timeout=1h", "TERM", "TERM")).isEqualTo(143);
    }

    @Test
    void sigint_stops_a_drain_at_once() throws Exception {
        assertThat(statusAfter("--drain-timeout=1h", "TERM", "INT")).isEqualTo(130);
    }

    @Test
    void sigint_alone_stops_at_once() throws Exception {
        assertThat(statusAfter("--drain-timeout=1h", "INT", null)).isEqualTo(130);
        assertThat(log()).contains("stopped at once").doesNotContain("stopping");
    }

    @Test
    void a_transfer_that_takes_longer_than_the_timeout_gets_426_and_the_status_is_0() throws Exception {
        assertThat(statusAfter("--drain-timeout=1s", "TERM", null)).isZero();
        assertThat(log()).contains("stopped: some sessions were cut").contains("code=426");
    }

    /** The status of a server that got these signals while an upload, which never ends, was going on. */
    private int statusAfter(String option, String first, @Nullable String second) throws Exception {
        try (ServerProcess server = start(option);
                ControlConnection control = server.logIn();
                Socket data = ControlConnection.connect(control.client(), control.passive())) {
            control.expect("STOR file", 150);
            data.getOutputStream().write(1);
            server.signal(first);
            if (second != null) {
                awaitLog("stopping");
                server.signal(second);
            }
            int status = server.exitStatus();
            assertThat(home.resolve("file")).hasSize(100_000);
            return status;
        }
    }

    @Test
    void many_sessions_at_rest_end_and_slow_transfers_come_through_whole() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(20);
        CountDownLatch draining = new CountDownLatch(1);
        List<ControlConnection> resting = new ArrayList<>();
        try (ServerProcess server = start("--drain-timeout=2m", "--max-sessions-per-address=500", "--log-level=warn")) {
            CountDownLatch begun = new CountDownLatch(20);
            List<Future<Integer>> transfers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                transfers.add(threads.submit(slowDownload(server, begun, draining)));
            }
            for (int i = 0; i < 200; i++) {
                resting.add(server.logIn());
            }
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            server.signal("TERM");
            for (ControlConnection control : resting) {
                control.expect(421);
            }
            draining.countDown();
            for (Future<Integer> transfer : transfers) {
                assertThat(transfer.get(100, TimeUnit.SECONDS)).isEqualTo(SIZE);
            }
            assertThat(server.exitStatus()).isZero();
        } finally {
            draining.countDown();
            threads.shutdownNow();
            for (ControlConnection control : resting) {
                control.close();
            }
        }
    }

    /** A download that reads its first bytes before the drain and the rest in it; how many came, if its reply is 226. */
    private static Callable<Integer> slowDownload(ServerProcess server, CountDownLatch begun, CountDownLatch draining) {
        return () -> {
            try (ControlConnection control = server.logIn();
                    Socket data = ControlConnection.connect(control.client(), control.passive())) {
                control.expect("RETR large", 150);
                InputStream in = data.getInputStream();
                int count = in.readNBytes(1000).length;
                begun.countDown();
                draining.await();
                count += in.readAllBytes().length;
                control.expect(226);
                return count;
            }
        };
    }

    /** Real clients, which know nothing of a drain. */
    @Test
    void curl_in_a_loop_has_no_transfer_that_fails() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try (ServerProcess server = start("--drain-timeout=1m")) {
            AtomicInteger whole = new AtomicInteger();
            List<Future<Void>> loops = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int number = i;
                loops.add(threads.submit(() -> curlUntilRefused(server.port(), number, whole)));
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> whole.get() > 60);
            server.signal("TERM");
            assertThat(server.exitStatus()).isZero();
            for (Future<Void> loop : loops) {
                loop.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(log()).contains("stopped: all sessions ended").doesNotContain("transfer failed");
    }

    private @Nullable Void curlUntilRefused(int port, int number, AtomicInteger whole) throws Exception {
        boolean upload = number % 2 == 1;
        String url = "ftp://127.0.0.1:" + port + "/" + (upload ? "up" + number : "file");
        Path out = directory.resolve("curl" + number);
        while (true) {
            List<String> command = new ArrayList<>(List.of("curl", "-sv", "--user", "u:p"));
            command.addAll(
                    upload ? List.of("-T", home.resolve("file").toString(), url) : List.of("-o", "/dev/null", url));
            Process curl = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            assertThat(curl.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String dialogue = Files.readString(out);
            if (curl.exitValue() != 0) {
                assertThat(dialogue)
                        .as("status %s", curl.exitValue())
                        .containsPattern("< 421 |refused")
                        .doesNotContain("> RETR", "> STOR");
                return null;
            }
            assertThat(dialogue).contains("< 226 ");
            whole.incrementAndGet();
        }
    }
}
