package org.ephemeralftp.server.control;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.EveryWay;
import org.ephemeralftp.server.testing.WatchedFileSystem;
import org.ephemeralftp.server.testing.Way;

/** Listings of a directory with so many entries that no socket's buffers hold them: they flow as the directory is read. */
@Timeout(120)
class LargeListingIT {
    private static final List<String> COMMANDS = List.of("LIST", "NLST", "MLSD");
    private static final int ENTRIES = 100_000;
    private static final int FEW = 100;
    /** 20 MB of names in all, a multiple of what the kernel keeps for a connection that nobody reads. */
    private static final String LONG = "x".repeat(200);

    @TempDir
    private static Path home;

    private static WatchedFileSystem watched;
    private static EphemeralFtpServer server;

    @BeforeAll
    static void start() throws Exception {
        for (int i = 0; i < ENTRIES; i++) {
            Files.createFile(home.resolve(LONG + i));
        }
        watched = new WatchedFileSystem(home);
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("22160-22169")
                .home(watched.watch(home))
                .anonymous(true)
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void every_directory_is_closed() {
        Awaitility.await()
                .atMost(20, SECONDS)
                .untilAsserted(() -> assertThat(watched.openDirectories()).isZero());
    }

    /** The client looks at the first line and leaves the rest: the server cannot have come far. */
    @EveryWay
    void entries_flow_before_the_directory_was_read(Way way) throws Exception {
        int before = watched.entriesTaken();
        Set<String> names = new HashSet<>();
        try (ControlConnection control = way.logIn(server, "anonymous", "x");
                DataMode.ClientEnd end = way.mode().setUp(control)) {
            control.write("NLST");
            try (Socket data = end.connect();
                    BufferedReader in =
                            new BufferedReader(new InputStreamReader(data.getInputStream(), StandardCharsets.UTF_8))) {
                control.expect(150);
                names.add(in.readLine());
                assertThat(watched.entriesTaken() - before).isLessThan(ENTRIES);
                in.lines().forEach(names::add);
            }
            control.expect(226);
        }
        assertThat(names).hasSize(ENTRIES).allMatch(name -> name.startsWith(LONG));
        assertThat(watched.entriesTaken() - before).isEqualTo(ENTRIES);
    }

    /** Nothing after the first few entries is looked at until the client has the first line. */
    @EveryWay
    void the_first_entries_leave_before_more_than_a_few_were_looked_at(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "anonymous", "x")) {
            for (String command : COMMANDS) {
                CountDownLatch received = new CountDownLatch(1);
                AtomicInteger looks = new AtomicInteger();
                AtomicBoolean inTime = new AtomicBoolean(true);
                watched.onLook(() -> {
                    if (looks.incrementAndGet() == FEW && !reached(received)) {
                        inTime.set(false);
                    }
                });
                try (DataMode.ClientEnd end = way.mode().setUp(control)) {
                    control.write(command);
                    try (Socket data = end.connect()) {
                        control.expect(150);
                        readOneByte(data);
                        received.countDown();
                        assertThat(data.getInputStream().readNBytes(LONG.length()))
                                .hasSize(LONG.length());
                        data.setSoLinger(true, 0);
                    }
                }
                control.expect(426);
                assertThat(inTime).isTrue();
            }
        } finally {
            watched.onLook(() -> {});
        }
    }

    private static boolean reached(CountDownLatch latch) {
        try {
            return latch.await(20, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @EveryWay
    void a_client_that_goes_ends_the_reading(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "anonymous", "x")) {
            for (String command : COMMANDS) {
                int before = watched.entriesTaken();
                try (DataMode.ClientEnd end = way.mode().setUp(control)) {
                    control.write(command);
                    try (Socket data = end.connect()) {
                        control.expect(150);
                        readOneByte(data);
                        assertThat(watched.openDirectories()).isEqualTo(1);
                        data.setSoLinger(true, 0);
                    }
                }
                control.expect(426);
                control.expect("NOOP", 200);
                assertThat(watched.entriesTaken() - before).isLessThan(ENTRIES);
            }
        }
    }

    @EveryWay
    void the_end_of_the_control_connection_ends_the_reading(Way way) throws Exception {
        for (String command : COMMANDS) {
            int before = watched.entriesTaken();
            try (ControlConnection control = way.logIn(server, "anonymous", "x");
                    DataMode.ClientEnd end = way.mode().setUp(control)) {
                control.write(command);
                try (Socket data = end.connect()) {
                    control.expect(150);
                    readOneByte(data);
                    control.close();
                    every_directory_is_closed();
                    assertThat(watched.entriesTaken() - before).isLessThan(ENTRIES);
                }
            }
        }
    }

    private static void readOneByte(Socket data) throws IOException {
        assertThat(data.getInputStream().read()).isPositive();
    }
}
