package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.lease.LeaseTotals;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.testing.Way;

/** A server that is closed, or could not be started, leaves nothing behind. */
@Timeout(60)
class StartAndCloseIT {
    private static final int PORT = 22140;
    private static final String PASSIVE_PORTS = "22141-22142";

    @TempDir
    private Path home;

    @BeforeEach
    void fill() throws IOException {
        Files.write(home.resolve("large"), new byte[16 << 20]);
        Files.writeString(home.resolve("small"), "content");
    }

    /** Everything that may wait is given all the time of the world, so that only closing ends it. */
    private ServerConfigBuilder configuration() {
        return EphemeralFtpServer.builder()
                .port(PORT)
                .passivePorts(PASSIVE_PORTS)
                .leaseTimeout(Duration.ofHours(1))
                .leaseWait(Duration.ofHours(1))
                .connectTimeout(Duration.ofHours(1))
                .dataTimeout(Duration.ofHours(1))
                .home(home)
                .anonymous(true);
    }

    private static void assertThatNothingIsLeft() {
        await().untilAsserted(() -> assertThat(Machine.serverThreads()).isEmpty());
        assertThat(IntStream.rangeClosed(PORT, PORT + 2)).allMatch(Machine::isFree);
    }

    @Test
    void close_ends_whatever_is_going_on() throws Exception {
        int descriptors = Machine.descriptors();
        List<ControlConnection> sessions = new ArrayList<>();
        List<Socket> sockets = new ArrayList<>();
        try (ServerSocket deaf = new ServerSocket(0, 1, Machine.address("127.0.0.1"))) {
            EphemeralFtpServer server = configuration().user("u", "p").start();
            try {
                ControlConnection idle = session(server, sessions);
                idle.expect("NOOP", 200);
                ControlConnection arrived = session(server, sessions);
                sockets.add(ControlConnection.connect(arrived.client(), arrived.passive()));
                await().until(() -> server.snapshot().counts().arrived() == 1);
                ControlConnection downloading = session(server, sessions);
                sockets.add(ControlConnection.connect(downloading.client(), downloading.passive()));
                downloading.expect("RETR large", 150);
                ControlConnection uploading = ControlConnection.to(server).logIn("u", "p");
                sessions.add(uploading);
                sockets.add(ControlConnection.connect(uploading.client(), uploading.passive()));
                uploading.expect("STOR upload", 150);
                fillBacklog(deaf, sockets);
                ControlConnection connecting = session(server, sessions);
                connecting.expect(DataMode.port(deaf.getInetAddress(), deaf.getLocalPort()), 200);
                connecting.write("RETR small");
                ControlConnection listing = session(server, sessions);
                listing.expect(DataMode.port(deaf.getInetAddress(), deaf.getLocalPort()), 200);
                listing.write("LIST");
                session(server, sessions).passive();
                ControlConnection accepting = session(server, sessions);
                accepting.passive();
                accepting.expect("RETR small", 150);
                session(server, sessions).write("PASV");
                await().until(() -> server.snapshot().counts().waiting() == 1);
                await().until(() -> Machine.busyThreads().size() == 6);
            } finally {
                server.close();
            }
            LeaseTotals totals = server.snapshot().totals();
            assertThat(totals.granted()).isEqualTo(totals.endedInAll()).isGreaterThanOrEqualTo(5);
            assertThatNothingIsLeft();
            server.close();
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
            for (ControlConnection session : sessions) {
                awaitEnd(session);
            }
        }
        await().untilAsserted(() -> assertThat(Machine.descriptors()).isLessThanOrEqualTo(descriptors));
    }

    private static ControlConnection session(EphemeralFtpServer server, List<ControlConnection> sessions)
            throws IOException {
        ControlConnection session = ControlConnection.anonymous(server);
        sessions.add(session);
        return session;
    }

    private static void awaitEnd(ControlConnection session) throws IOException {
        try (session) {
            while (true) {
                session.read();
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // The end of the connection, which was to come.
        }
    }

    /** The next connect to this listener gets no answer. */
    private static void fillBacklog(ServerSocket deaf, List<Socket> sockets) throws IOException {
        while (true) {
            Socket socket = new Socket();
            sockets.add(socket);
            try {
                socket.connect(new InetSocketAddress(deaf.getInetAddress(), deaf.getLocalPort()), 300);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
    }

    @RepeatedTest(5)
    void close_in_the_middle_of_many_transfers() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        List<Future<?>> clients = new ArrayList<>();
        try {
            EphemeralFtpServer server = configuration().start();
            try {
                for (int i = 0; i < 16; i++) {
                    clients.add(threads.submit(() -> transferUntilItEnds(server)));
                }
                await().until(() -> server.snapshot().totals().endedInAll() > 50);
            } finally {
                server.close();
            }
            for (Future<?> client : clients) {
                client.get();
            }
            LeaseTotals totals = server.snapshot().totals();
            assertThat(totals.granted()).isEqualTo(totals.endedInAll());
            assertThatNothingIsLeft();
        } finally {
            threads.shutdownNow();
        }
    }

    private static void transferUntilItEnds(EphemeralFtpServer server) {
        try {
            while (true) {
                try (ControlConnection control = ControlConnection.anonymous(server)) {
                    for (int i = 0; i < 10; i++) {
                        assertThat(DataMode.PASV.receive(control, "RETR small"))
                                .asString()
                                .isEqualTo("content");
                    }
                }
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The server neither answered nor closed", e);
        } catch (IOException | AssertionError e) {
            // The end, at whatever point it came.
        }
    }

    @RepeatedTest(10)
    void the_same_ports_serve_the_next_server_at_once() throws Exception {
        try (EphemeralFtpServer server = configuration().start()) {
            assertThat(server.port()).isEqualTo(PORT);
            assertThat(server.ports()).hasToString(PASSIVE_PORTS);
            for (Way way : Way.all().toList()) {
                try (ControlConnection control = way.logIn(server, "anonymous", "x")) {
                    assertThat(way.mode().receive(control, "RETR small"))
                            .asString()
                            .isEqualTo("content");
                }
            }
        }
        assertThatNothingIsLeft();
    }

    @Test
    void a_control_port_in_use_is_an_error() throws Exception {
        try (ServerSocket user = new ServerSocket(0)) {
            assertThatThrownBy(() -> configuration().port(user.getLocalPort()).start())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
        }
        assertThatNothingIsLeft();
    }

    @Test
    void an_address_of_another_machine_is_an_error() throws Exception {
        assertThatThrownBy(() -> configuration()
                        .bindAddress(Machine.address("203.0.113.1"))
                        .start())
                .isInstanceOf(IOException.class);
        assertThatNothingIsLeft();
    }

    @Test
    void the_only_passive_port_must_not_be_the_control_port() {
        assertThatThrownBy(() -> configuration().passivePorts("" + PORT).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("" + PORT);
        assertThatNothingIsLeft();
    }

    @Test
    void an_account_that_cannot_be_is_an_error() {
        assertThatThrownBy(() -> configuration().user("u", "").start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("password");
        assertThatNothingIsLeft();
    }

    @Test
    void a_home_that_cannot_be_is_an_error() {
        assertThatThrownBy(() -> configuration().home(home.resolve("small")).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("small");
        assertThatNothingIsLeft();
    }

    /** Only a mistake of ours could do that, and it must not leave threads behind either. */
    @Test
    void a_part_that_cannot_even_be_made_takes_with_it_those_that_were() throws Exception {
        ServerConfig whole = configuration().build();
        RecordComponent[] components = ServerConfig.class.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            boolean missing = components[i].getName().equals("idleTimeout");
            values[i] = missing ? null : components[i].getAccessor().invoke(whole);
        }
        ServerConfig broken = ServerConfig.class.getConstructor(types).newInstance(values);
        assertThatThrownBy(() -> EphemeralFtpServer.start(broken)).isInstanceOf(NullPointerException.class);
        assertThatNothingIsLeft();
    }

    @Test
    void the_control_port_is_not_a_passive_port() throws Exception {
        try (EphemeralFtpServer server = configuration()
                        .passivePorts(PORT + "-" + (PORT + 1))
                        .leaseWait(Duration.ZERO)
                        .start();
                ControlConnection one = ControlConnection.anonymous(server);
                ControlConnection two = ControlConnection.anonymous(server)) {
            assertThat(server.ports()).hasToString("" + (PORT + 1));
            assertThat(one.passive().getPort()).isEqualTo(PORT + 1);
            two.expect("PASV", 425);
        }
        assertThatNothingIsLeft();
    }
}
