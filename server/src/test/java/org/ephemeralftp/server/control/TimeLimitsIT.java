package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode.ClientEnd;
import org.ephemeralftp.server.testing.EveryWay;
import org.ephemeralftp.server.testing.SparseFile;
import org.ephemeralftp.server.testing.Way;

/** What ends because nothing happens, with which reply; and what does not, because something does. */
@Timeout(120)
class TimeLimitsIT {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int BIG = 64 * 1024 * 1024;

    @TempDir
    private static Path home;

    private static EphemeralFtpServer server;

    @BeforeAll
    static void start() throws Exception {
        SparseFile.create(home.resolve("big"), BIG);
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("22270-22279")
                .leaseTimeout(LIMIT)
                .dataTimeout(LIMIT)
                .idleTimeout(LIMIT)
                .home(home)
                .user("u", "p")
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void assertTakesAtLeastTheLimit(Step step) throws Exception {
        long began = System.nanoTime();
        step.run();
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(LIMIT.toNanos());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_session_without_commands_is_told_so_and_closed() throws Exception {
        try (ControlConnection silent = ControlConnection.to(server);
                ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            assertTakesAtLeastTheLimit(() -> {
                control.expect("NOOP", 200);
                assertThat(control.expect(421).text()).contains("2 s");
            });
            assertThat(control.socket().getInputStream().read()).isEqualTo(-1);
            silent.expect(421);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void half_a_command_is_no_command() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            await().pollInterval(100, TimeUnit.MILLISECONDS).until(() -> {
                if (control.socket().getInputStream().available() == 0) {
                    control.socket().getOutputStream().write('N');
                    return false;
                }
                return true;
            });
            control.expect(421);
        }
    }

    /** It does not get the 421 either, and learns of its end when it writes. */
    @Test
    void a_client_that_takes_no_replies_is_ended_too() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            OutputStream out = control.socket().getOutputStream();
            assertTakesAtLeastTheLimit(() -> assertThatThrownBy(() -> {
                        // Their texts are more than socket buffers hold; these may be, too, where the kernel is short
                        // of memory.
                        out.write("HELP\r\n".repeat(30_000).getBytes(StandardCharsets.US_ASCII));
                        await().atMost(20, TimeUnit.SECONDS).until(() -> {
                            out.write('N');
                            return false;
                        });
                    })
                    .isInstanceOf(IOException.class));
        }
    }

    /** The transfer takes longer than a session may be idle, and the time counts anew after it. */
    @EveryWay
    @Execution(ExecutionMode.CONCURRENT)
    void a_session_that_transfers_is_not_idle(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p");
                ClientEnd end = way.mode().setUp(control)) {
            String name = "slow-" + way.hashCode();
            control.write("STOR " + name);
            int count = 0;
            try (Socket data = end.connect()) {
                control.expect(150);
                long began = System.nanoTime();
                while (System.nanoTime() - began < 2 * LIMIT.toNanos()) {
                    int sent = ++count;
                    data.getOutputStream().write('x');
                    await().pollDelay(LIMIT.dividedBy(10)).until(() -> sent > 0);
                }
            }
            control.expect(226);
            assertThat(home.resolve(name)).hasSize(count);
            assertTakesAtLeastTheLimit(() -> {
                control.expect("NOOP", 200);
                control.expect(421);
            });
        }
    }

    @EveryWay
    @Execution(ExecutionMode.CONCURRENT)
    void a_client_that_reads_nothing_ends_with_426(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p");
                ClientEnd end = way.mode().setUp(control)) {
            assertTakesAtLeastTheLimit(() -> {
                control.write("RETR big");
                try (Socket data = end.connect()) {
                    control.expect(150);
                    assertThat(control.expect(426).text()).contains("2.0 s");
                    assertThat(data.isConnected()).isTrue();
                }
            });
            control.expect("NOOP", 200);
        }
    }

    @EveryWay
    @Execution(ExecutionMode.CONCURRENT)
    void a_client_that_writes_nothing_ends_with_426(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p");
                ClientEnd end = way.mode().setUp(control)) {
            assertTakesAtLeastTheLimit(() -> {
                control.write("STOR nothing");
                try (Socket data = end.connect()) {
                    control.expect(150);
                    control.expect(426);
                    assertThat(data.isConnected()).isTrue();
                }
            });
            control.expect("NOOP", 200);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("org.ephemeralftp.server.testing.Way#passive")
    void a_client_that_never_connects_ends_with_425(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p");
                ClientEnd end = way.mode().setUp(control)) {
            control.expect("RETR big", 150);
            control.expect(425);
            control.expect("NOOP", 200);
        }
    }

    /**
     * The kernel's buffers hold megabytes, and the server is woken only when a good part of them is free again: to the
     * transfer's own thread these clients look like ones that read nothing. All ways at once, because it takes its time.
     */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void clients_that_read_slowly_are_left_alone() throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/net/tcp")), "only Linux tells what is being read");
        Duration limit = LIMIT.multipliedBy(2);
        ExecutorService clients = Executors.newCachedThreadPool();
        try (EphemeralFtpServer patient = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("22280-22289")
                .dataTimeout(limit)
                .home(home)
                .user("u", "p")
                .start()) {
            List<Callable<Void>> readers = Way.all()
                    .<Callable<Void>>map(way -> () -> readSlowly(way, patient, limit.multipliedBy(3)))
                    .toList();
            for (Future<Void> reader : clients.invokeAll(readers)) {
                reader.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static Void readSlowly(Way way, EphemeralFtpServer patient, Duration howLong) throws Exception {
        try (ControlConnection control = way.logIn(patient, "u", "p");
                ClientEnd end = way.mode().setUp(control)) {
            control.write("RETR big");
            try (Socket data = end.connect()) {
                control.expect(150);
                // Its system tells that it reads only when a good part of its buffer is free again, too.
                data.setReceiveBufferSize(128 * 1024);
                byte[] some = new byte[32 * 1024];
                long began = System.nanoTime();
                while (System.nanoTime() - began < howLong.toNanos()) {
                    int count = data.getInputStream().readNBytes(some, 0, some.length);
                    assertThat(control.expect("STAT", 213).text()).contains("RETR");
                    await().pollDelay(LIMIT.dividedBy(20))
                            .pollInterval(LIMIT.dividedBy(200))
                            .until(() -> count == some.length);
                }
                control.expect("ABOR", 426);
                control.expect(226);
            }
        }
        return null;
    }
}
