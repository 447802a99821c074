package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.lease.LeaseCounts;
import org.ephemeralftp.server.lease.LeaseTotals;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode.ClientEnd;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.testing.Way;

/** A client may leave at any point and in any manner, a thousand times: everything is back where it was. */
@Timeout(120)
class DisconnectIT {
    private static final int TIMES = 1000;
    /** To log in as one who may write costs the time of hashing a password. */
    private static final int UPLOADS = Machine.takesItsTime() ? TIMES : 96;

    private static final int MAX_SESSIONS = 60;
    private static final int CLIENTS = 4;

    private static final List<Way> WAYS = Way.all().toList();

    /** How far the client comes before it leaves. */
    enum Point {
        AFTER_SETUP,
        /** Before the transfer command, so it is after the setup where the server connects. */
        AFTER_CONNECT,
        AFTER_RETR,
        MID_DOWNLOAD,
        MID_UPLOAD
    }

    /** How it leaves. */
    enum Manner {
        CLOSES_DATA_THEN_CONTROL,
        CLOSES_CONTROL_THEN_DATA,
        RESETS_BOTH,
        CLOSES_CONTROL_ONLY
    }

    /** What the process has open when nobody is there. */
    private record Footprint(List<String> threads, int descriptors) {
        static Footprint now() {
            List<String> threads = Machine.serverThreads().stream()
                    // These come and go with the commands and the sessions, and linger for a while.
                    .filter(name -> !name.startsWith("ephemeral-ftp-command-") && !name.startsWith("LookingProcessor-"))
                    .toList();
            return new Footprint(threads, Machine.descriptors());
        }
    }

    @TempDir
    private static Path home;

    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();

    private static EphemeralFtpServer server;

    @BeforeAll
    static void start() throws Exception {
        LOG.start();
        for (Logger logger : loggers()) {
            logger.setLevel(Level.WARN);
            logger.addAppender(LOG);
        }
        Files.write(home.resolve("large"), new byte[16 << 20]);
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("22130-22139")
                .listenerLinger(Duration.ofMillis(100))
                .home(home)
                .anonymous(true)
                .user("u", "p")
                .maxSessions(MAX_SESSIONS)
                .maxSessionsPerAddress(MAX_SESSIONS)
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
        for (Logger logger : loggers()) {
            logger.detachAppender(LOG);
            logger.setLevel(null);
        }
    }

    private static List<Logger> loggers() {
        return List.of((Logger) LoggerFactory.getLogger("org.ephemeralftp"), (Logger)
                LoggerFactory.getLogger("org.apache.ftpserver"));
    }

    @ParameterizedTest
    @EnumSource
    void everything_is_back_where_it_was(Point point) throws Exception {
        leaveOften(point, CLIENTS * Manner.values().length * WAYS.size());
        awaitSilence();
        Footprint before = Footprint.now();
        leaveOften(point, point == Point.MID_UPLOAD ? UPLOADS : TIMES);
        awaitSilence();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Footprint now = Footprint.now();
            assertThat(now.threads()).isEqualTo(before.threads());
            assertThat(now.descriptors()).isLessThanOrEqualTo(before.descriptors());
        });
        assertThatAllSessionsAreFree();
        assertThat(LOG.list)
                .as("what a client does is no trouble of the server")
                .isEmpty();
    }

    private static void leaveOften(Point point, int times) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int first = client;
                clients.add(threads.submit(() -> {
                    for (int i = first; i < times; i += CLIENTS) {
                        int turn = i / CLIENTS;
                        leave(
                                point,
                                Manner.values()[turn % Manner.values().length],
                                WAYS.get(turn / Manner.values().length % WAYS.size()));
                    }
                    return null;
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void leave(Point point, Manner manner, Way way) throws IOException {
        boolean upload = point == Point.MID_UPLOAD;
        try (ControlConnection control = way.logIn(server, upload ? "u" : "anonymous", "p");
                ClientEnd end = way.mode().setUp(control)) {
            Optional<Socket> data = come(point, way, control, end);
            switch (manner) {
                case CLOSES_DATA_THEN_CONTROL -> {
                    close(data);
                    control.close();
                }
                case CLOSES_CONTROL_THEN_DATA -> {
                    control.close();
                    close(data);
                }
                case RESETS_BOTH -> {
                    control.socket().setSoLinger(true, 0);
                    control.close();
                    if (data.isPresent()) {
                        data.get().setSoLinger(true, 0);
                    }
                    close(data);
                }
                case CLOSES_CONTROL_ONLY -> {
                    control.close();
                    awaitEnd(data);
                }
            }
        }
    }

    private static Optional<Socket> come(Point point, Way way, ControlConnection control, ClientEnd end)
            throws IOException {
        switch (point) {
            case AFTER_SETUP -> {
                return Optional.empty();
            }
            case AFTER_CONNECT -> {
                return way.isPassive() ? Optional.of(end.connect()) : Optional.empty();
            }
            case AFTER_RETR -> {
                control.expect("RETR large", 150);
                return Optional.empty();
            }
            case MID_DOWNLOAD -> {
                control.write("RETR large");
                Socket data = end.connect();
                control.expect(150);
                data.getInputStream().readNBytes(1000);
                return Optional.of(data);
            }
            case MID_UPLOAD -> {
                control.write("STOR upload-" + Thread.currentThread().getName());
                Socket data = end.connect();
                control.expect(150);
                data.getOutputStream().write(new byte[1000]);
                return Optional.of(data);
            }
        }
        throw new AssertionError(point);
    }

    private static void close(Optional<Socket> data) throws IOException {
        if (data.isPresent()) {
            data.get().close();
        }
    }

    /** The server ends a data connection whose control connection is gone. */
    private static void awaitEnd(Optional<Socket> data) throws IOException {
        if (data.isPresent()) {
            try (Socket socket = data.get()) {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (SocketException e) {
                assertThat(e).hasMessageContaining("reset");
            }
        }
    }

    private static void awaitSilence() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            LeaseCounts counts = server.snapshot().counts();
            assertThat(counts.pending()).isZero();
            assertThat(counts.arrived()).isZero();
            assertThat(counts.connected()).isZero();
            assertThat(counts.waiting()).isZero();
            assertThat(counts.listening()).isZero();
            assertThat(Machine.busyThreads()).isEmpty();
        });
        LeaseTotals totals = server.snapshot().totals();
        assertThat(totals.granted()).isEqualTo(totals.endedInAll());
        assertThat(totals.refused()).isZero();
    }

    private static void assertThatAllSessionsAreFree() throws IOException {
        List<ControlConnection> sessions = new ArrayList<>();
        try {
            for (int i = 0; i < MAX_SESSIONS; i++) {
                sessions.add(ControlConnection.to(server));
            }
        } finally {
            for (ControlConnection session : sessions) {
                session.close();
            }
        }
    }
}
