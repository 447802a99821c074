package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.testing.Way;

/** {@code --active-ports}: the server's end of PORT and EPRT connections, as clients see it. */
@Timeout(120)
class ActivePortsIT {
    private static final byte[] SMALL = new byte[1024];
    private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();

    @TempDir
    private Path home;

    @BeforeEach
    void fill() throws IOException {
        new Random(1).nextBytes(SMALL);
        Files.write(home.resolve("small"), SMALL);
        Files.write(home.resolve("large"), new byte[32 << 20]);
    }

    private ServerConfigBuilder configuration(String activePorts) {
        return EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("22250-22259")
                .activePorts(activePorts)
                .connectTimeout(Duration.ofSeconds(30))
                .home(home)
                .anonymous(true)
                .user("u", "p");
    }

    /** A client's listener, for several sessions. */
    private static ServerSocket listener(InetAddress host) throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, host);
        listener.setSoTimeout(ControlConnection.TIMEOUT_MILLIS);
        return listener;
    }

    private static void announce(ControlConnection control, ServerSocket listener) throws IOException {
        control.expect(DataMode.eprt(listener.getInetAddress(), listener.getLocalPort()), 200);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.ephemeralftp.server.testing.Way#active")
    void connections_come_from_the_active_ports(Way way) throws Exception {
        try (EphemeralFtpServer server = configuration("22330-22332").start();
                ControlConnection control = way.logIn(server, "u", "p")) {
            for (String command : List.of("RETR small", "STOR upload", "LIST", "RETR small")) {
                try (DataMode.ClientEnd end = way.mode().setUp(control)) {
                    control.write(command);
                    try (Socket data = end.connect()) {
                        assertThat(data.getPort()).isBetween(22330, 22332);
                        assertThat(data.getInetAddress()).isEqualTo(control.server());
                        control.expect(150);
                        if (command.startsWith("STOR")) {
                            data.getOutputStream().write(SMALL);
                        } else {
                            assertThat(data.getInputStream().readAllBytes()).isNotEmpty();
                        }
                    }
                    control.expect(226);
                }
            }
            assertThat(Files.readAllBytes(home.resolve("upload"))).isEqualTo(SMALL);
        }
    }

    /** All of them are open at the same moment, and told apart by the client's port alone. */
    @Test
    void a_hundred_transfers_at_once_come_from_one_port() throws Exception {
        int count = 100;
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try (EphemeralFtpServer server =
                configuration("22333").maxSessionsPerAddress(count).start()) {
            CyclicBarrier allAreOpen = new CyclicBarrier(count);
            List<Future<byte[]>> transfers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                transfers.add(threads.submit(() -> {
                    try (ControlConnection control = ControlConnection.anonymous(server);
                            DataMode.ClientEnd end = DataMode.PORT.setUp(control)) {
                        control.write("RETR small");
                        try (Socket data = end.connect()) {
                            assertThat(data.getPort()).isEqualTo(22333);
                            allAreOpen.await(60, TimeUnit.SECONDS);
                            control.expect(150);
                            byte[] bytes = data.getInputStream().readAllBytes();
                            control.expect(226);
                            return bytes;
                        }
                    }
                }));
            }
            for (Future<byte[]> transfer : transfers) {
                assertThat(transfer.get()).isEqualTo(SMALL);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_second_transfer_to_the_same_endpoint_waits_and_then_works() throws Exception {
        try (EphemeralFtpServer server = configuration("22334").start();
                ControlConnection one = ControlConnection.to(server).logIn("u", "p");
                ControlConnection other = ControlConnection.to(server).logIn("u", "p");
                ServerSocket listener = listener(LOCAL)) {
            announce(one, listener);
            one.write("STOR first");
            try (Socket first = listener.accept()) {
                one.expect(150);
                announce(other, listener);
                other.write("STOR second");
                await().until(() -> Machine.busyThreads().size() == 2);
                first.getOutputStream().write(SMALL);
            }
            one.expect(226);
            // The client has ended the first connection, so that it is not the server's end that stays in TIME_WAIT.
            try (Socket second = listener.accept()) {
                assertThat(second.getPort()).isEqualTo(22334);
                other.expect(150);
                second.getOutputStream().write(SMALL);
            }
            other.expect(226);
            assertThat(home.resolve("second")).hasBinaryContent(SMALL);
        }
    }

    @Test
    void without_a_free_port_the_reply_tells_the_counts_and_the_session_goes_on() throws Exception {
        try (EphemeralFtpServer server = configuration("22335-22336")
                        .connectTimeout(Duration.ofMillis(300))
                        .start();
                ControlConnection one = ControlConnection.anonymous(server);
                ControlConnection other = ControlConnection.anonymous(server);
                ServerSocket listener = listener(LOCAL)) {
            announce(one, listener);
            one.write("RETR large");
            try (Socket first = listener.accept();
                    Socket foreign = new Socket()) {
                one.expect(150);
                foreign.setReuseAddress(true);
                foreign.bind(new InetSocketAddress(LOCAL, first.getPort() == 22335 ? 22336 : 22335));
                foreign.connect(listener.getLocalSocketAddress());
                for (String command : List.of("RETR small", "LIST", "NLST")) {
                    announce(other, listener);
                    other.write(command);
                    assertThat(other.finalReply().text())
                            .matches("425 No active port was free for 127\\.0\\.0\\.1 port " + listener.getLocalPort()
                                    + " within 0\\.3 s; 2 ports: 1 with another data connection to it, 1 busy \\(.*");
                }
            }
            assertThat(DataMode.PORT.receive(other, "RETR small")).isEqualTo(SMALL);
        }
    }

    /** The end of the session, and that of the server, come long before that of the wait. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_wait_for_a_port_ends_with(boolean session) throws Exception {
        EphemeralFtpServer server =
                configuration("22337").connectTimeout(Duration.ofHours(1)).start();
        try (server;
                ControlConnection one = ControlConnection.anonymous(server);
                ControlConnection other = ControlConnection.anonymous(server);
                ServerSocket listener = listener(LOCAL)) {
            announce(one, listener);
            one.write("RETR large");
            try (Socket first = listener.accept()) {
                one.expect(150);
                announce(other, listener);
                other.write("RETR small");
                await().until(() -> Machine.busyThreads().size() == 2);
                if (session) {
                    other.close();
                    await().until(() -> Machine.busyThreads().size() == 1);
                    assertThat(first.getInputStream().readAllBytes()).hasSize(32 << 20);
                    one.expect(226);
                } else {
                    server.close();
                    assertThat(Machine.busyThreads()).isEmpty();
                }
            }
        }
    }

    @Test
    void the_classical_data_port_serves_several_sessions_at_once() throws Exception {
        assumeTrue(mayBind(20), "port 20 needs a right that this process does not have");
        try (EphemeralFtpServer server = configuration("20").start();
                ControlConnection one = ControlConnection.anonymous(server);
                ControlConnection other = ControlConnection.anonymous(server);
                DataMode.ClientEnd large = DataMode.PORT.setUp(one)) {
            one.write("RETR large");
            try (Socket held = large.connect()) {
                one.expect(150);
                assertThat(held.getPort()).isEqualTo(20);
                assertThat(DataMode.EPRT.receive(other, "RETR small")).isEqualTo(SMALL);
                assertThat(held.getInputStream().readAllBytes()).hasSize(32 << 20);
            }
            one.expect(226);
        }
    }

    private static boolean mayBind(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(LOCAL, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void ports_that_cannot_be_had_are_told_at_start_and_nothing_is_left() throws Exception {
        try (ServerSocket taken = new ServerSocket(22338, 1, LOCAL)) {
            assertThatThrownBy(() -> configuration("22338").start())
                    .isInstanceOf(DataPortsException.class)
                    .hasMessage("--active-ports 22338: port " + taken.getLocalPort()
                            + " cannot be bound (Address already in use)");
        }
        await().until(() -> Machine.serverThreads().isEmpty());
    }
}
