package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.testing.Way;

/** {@code --keep-listening}: every passive port answers all the time, and only who has a lease is served. */
@Timeout(120)
class KeepListeningIT {
    private static final byte[] CONTENT = new byte[100_000];

    @TempDir
    private Path home;

    @BeforeEach
    void fill() throws IOException {
        new Random(1).nextBytes(CONTENT);
        Files.write(home.resolve("file"), CONTENT);
    }

    private ServerConfigBuilder configuration(String ports) {
        return EphemeralFtpServer.builder()
                .port(0)
                .passivePorts(ports)
                .keepListening(true)
                .listenerLinger(Duration.ZERO)
                .home(home)
                .anonymous(true)
                .user("u", "p");
    }

    /** What somebody who tests a firewall sees: the port accepts, and the connection is reset. */
    private static void assertReset(String host, int port) throws IOException {
        InetAddress address = Machine.address(host);
        try (Socket socket = ControlConnection.connect(address, new InetSocketAddress(address, port))) {
            assertThatThrownBy(() -> assertThat(socket.getInputStream().read()).isEqualTo(0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("reset");
        } catch (IOException e) {
            // The reset may be there before the connect returns.
            assertThat(e).hasMessageContaining("reset");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.ephemeralftp.server.testing.Way#passive")
    void every_port_answers_before_and_after_transfers(Way way) throws Exception {
        String host = way.client();
        int strangers = 0;
        try (EphemeralFtpServer server = configuration("22220-22229").start()) {
            for (int port = 22220; port <= 22229; port++) {
                assertReset(host, port);
                strangers++;
            }
            for (int port : new int[] {22219, 22230}) {
                InetAddress address = Machine.address(host);
                assertThatThrownBy(() -> ControlConnection.connect(address, new InetSocketAddress(address, port)))
                        .isInstanceOf(ConnectException.class);
            }
            try (ControlConnection control = way.logIn(server, "u", "p")) {
                for (int i = 0; i < 20; i++) {
                    assertThat(way.mode().receive(control, "RETR file")).isEqualTo(CONTENT);
                }
                way.mode().send(control, "STOR upload", CONTENT);
                assertThat(home.resolve("upload")).hasBinaryContent(CONTENT);
                for (int port = 22220; port <= 22229; port++) {
                    assertReset(host, port);
                    strangers++;
                }
            }
            int expected = strangers;
            await().untilAsserted(() ->
                    assertThat(server.snapshot().totals().strangers()).isEqualTo(expected));
        }
        assertThat(IntStream.rangeClosed(22220, 22229)).allMatch(Machine::isFree);
    }

    @Test
    void one_port_serves_sessions_of_different_addresses() throws Exception {
        try (EphemeralFtpServer server = configuration("22231").start();
                ControlConnection one =
                        ControlConnection.from("127.0.0.1", server).logIn("u", "p");
                ControlConnection other =
                        ControlConnection.from("127.0.0.2", server).logIn("u", "p")) {
            InetSocketAddress ofOne = one.passive();
            InetSocketAddress ofOther = other.passive();
            assertThat(ofOther).isEqualTo(ofOne);
            try (Socket second = ControlConnection.connect(other.client(), ofOther);
                    Socket first = ControlConnection.connect(one.client(), ofOne)) {
                one.expect("LIST", 150);
                other.expect("RETR file", 150);
                assertThat(second.getInputStream().readAllBytes()).isEqualTo(CONTENT);
                assertThat(first.getInputStream().readAllBytes()).asString().contains("file");
                one.expect(226);
                other.expect(226);
            }
        }
    }

    @Test
    void strangers_disturb_nobody() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (EphemeralFtpServer server = configuration("22232-22234").start();
                ControlConnection control = ControlConnection.anonymous(server)) {
            List<Future<Integer>> strangers = IntStream.of(3, 4)
                    .mapToObj(host -> threads.submit(() -> intrude("127.0.0." + host, over)))
                    .toList();
            for (int i = 0; i < 100; i++) {
                assertThat(DataMode.EPSV.receive(control, "RETR file")).isEqualTo(CONTENT);
            }
            over.set(true);
            for (Future<Integer> stranger : strangers) {
                assertThat(stranger.get()).isPositive();
            }
            assertThat(server.snapshot().totals().strangers()).isPositive();
            assertThat(server.snapshot().counts().listening()).isGreaterThanOrEqualTo(3);
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }

    /** Never hears or gets anything. */
    private static int intrude(String from, AtomicBoolean over) throws IOException {
        int count = 0;
        InetAddress server = Machine.address("127.0.0.1");
        for (; !over.get() || count == 0; count++) {
            InetSocketAddress target = new InetSocketAddress(server, 22232 + count % 3);
            try (Socket socket = ControlConnection.connect(Machine.address(from), target)) {
                assertThat(socket.getInputStream().read()).isNegative();
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("reset");
            }
        }
        return count;
    }

    @Test
    void the_control_port_is_none_of_them() throws Exception {
        try (EphemeralFtpServer server =
                configuration("22235-22237").port(22236).start()) {
            assertThat(server.ports().toString()).isEqualTo("22235,22237");
            assertThat(server.snapshot().totals().bindFailures()).isZero();
        }
    }

    @Test
    void ports_that_cannot_be_had_are_told_at_start_and_nothing_is_left() throws Exception {
        InetAddress loopback = Machine.address("127.0.0.1");
        try (ServerSocket taken = new ServerSocket(22238, 1, loopback)) {
            assertThatThrownBy(
                            () -> configuration("22238").bindAddress(loopback).start())
                    .isInstanceOf(DataPortsException.class)
                    .hasMessage("none of the passive ports " + taken.getLocalPort()
                            + " can be bound (Address already in use)");
        }
        await().until(() -> Machine.serverThreads().isEmpty());
        assertThat(Machine.isFree(22238)).isTrue();
    }
}
