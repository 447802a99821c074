package org.ephemeralftp.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.ServerConfigBuilder;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.DataMode.ClientEnd;
import org.ephemeralftp.server.testing.Reply;
import org.ephemeralftp.server.testing.Way;

/** Faults that keep a data connection from being made. */
@Timeout(120)
class SetupFaultsIT {
    @TempDir
    private Path home;

    private EphemeralFtpServer server;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        // Long enough that nothing is closed because its time is over.
        server = builder("22368-22371").listenerLinger(Duration.ofHours(1)).start();
    }

    private ServerConfigBuilder builder(String ports) {
        return EphemeralFtpServer.builder()
                .port(0)
                .passivePorts(ports)
                .home(home)
                .user("u", "p");
    }

    @AfterEach
    void stop() {
        try (EphemeralFtpServer ended = server) {
            assertThat(ended.faults().pending()).isEmpty();
            await().untilAsserted(() -> {
                assertThat(ended.snapshot().counts().connected()).isZero();
                assertThat(ended.snapshot().leases()).isEmpty();
            });
        }
    }

    private static void assertStillWorks(Way way, ControlConnection control) throws Exception {
        assertThat(way.mode().receive(control, "RETR file")).asString().isEqualTo("content");
    }

    private static String command(Way way) {
        return way.mode().name();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.ephemeralftp.server.testing.Way#passive")
    void there_is_no_data_port(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            way.mode().setUp(control).close();
            server.faults().next(Fault.noDataPort());
            server.faults().next(Fault.noDataPort("All ports are gone fishing"));
            assertThat(control.expect(command(way), 425).text()).isEqualTo("425 Can't open data connection");
            assertThat(server.snapshot().leases())
                    .as("what was there before is given up")
                    .isEmpty();
            assertThat(control.expect(command(way), 425).text()).isEqualTo("425 All ports are gone fishing");
            assertThat(control.expect("RETR file", 425).text()).contains("No data connection is set up");
            assertStillWorks(way, control);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.ephemeralftp.server.testing.Way#passive")
    void another_port_is_told(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            server.faults().next(Fault.wrongPort(9));
            assertThat(control.send(command(way)).port()).isEqualTo(9);
            // The lease is real, so that a client that knows better is served.
            int leased = server.snapshot().leases().get(0).address().getPort();
            try (Socket data =
                    ControlConnection.connect(control.client(), new InetSocketAddress(control.server(), leased))) {
                control.expect("RETR file", 150);
                assertThat(data.getInputStream().readAllBytes()).asString().isEqualTo("content");
                control.expect(226);
            }
            assertStillWorks(way, control);
        }
    }

    @Test
    void another_host_is_told_by_pasv_alone() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            server.faults().next(Fault.wrongHost("192.0.2.199"));
            server.faults().next(Fault.wrongAddress("10.0.0.1", 515));
            assertThat(control.expect("EPSV", 229).port()).isBetween(22368, 22371);
            Reply host = control.expect("PASV", 227);
            assertThat(host.text()).contains("(192,0,2,199,");
            assertThat(host.port()).isBetween(22368, 22371);
            assertThat(control.expect("EPSV", 229).port()).isBetween(22368, 22371);
            assertThat(control.expect("PASV", 227).text()).contains("(10,0,0,1,2,3)");
            assertThat(control.expect("PASV", 227).text()).contains("(127,0,0,1,");
            control.expect("ABOR", 226);
        }
    }

    /** Also a listener that was open before, for another one, is closed. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("org.ephemeralftp.server.testing.Way#passive")
    void the_kernel_refuses_a_connection_to_the_port_that_was_told(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            for (int i = 0; i < 20; i++) {
                server.faults().next(Fault.refuseData());
                InetSocketAddress address = control.send(command(way)).on(control.server());
                assertThatThrownBy(() -> ControlConnection.connect(control.client(), address))
                        .isInstanceOf(ConnectException.class);
                assertThat(control.expect("RETR file", 425).text()).contains("use PASV or EPSV again");
                assertThat(server.faults().pending()).isEmpty();
                assertStillWorks(way, control);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.ephemeralftp.server.testing.Way#active")
    void the_server_does_not_connect(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p");
                ServerSocket listener = new ServerSocket(0, 1, control.client())) {
            server.faults().next(Fault.refuseData());
            int port = listener.getLocalPort();
            control.expect(
                    way.mode() == DataMode.PORT
                            ? DataMode.port(control.client(), port)
                            : DataMode.eprt(control.client(), port),
                    200);
            assertThat(control.expect("RETR file", 425).text())
                    .contains("port " + port)
                    .contains("refused");
            listener.setSoTimeout(50);
            assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
            assertStillWorks(way, control);
        }
    }

    /** Nothing can be refused on a port where another client is awaited, and that client must not suffer. */
    @Test
    void on_a_shared_port_the_connection_is_reset_instead() throws Exception {
        try (EphemeralFtpServer one = builder("22373").start();
                ControlConnection bystander = ControlConnection.to(one).logIn("u", "p");
                ControlConnection control =
                        ControlConnection.from("127.0.0.2", one).logIn("u", "p")) {
            InetSocketAddress awaited = bystander.passive();
            one.faults().next(Fault.refuseData());
            InetSocketAddress address = control.expect("PASV", 227).on(control.server());
            assertThat(address).isEqualTo(awaited);
            assertThatThrownBy(() -> {
                        try (Socket data = ControlConnection.connect(control.client(), address)) {
                            data.getInputStream().read();
                        }
                    })
                    .isInstanceOf(SocketException.class)
                    .isNotInstanceOf(ConnectException.class);
            control.expect("RETR file", 425);
            try (Socket data = ControlConnection.connect(bystander.client(), awaited)) {
                bystander.expect("RETR file", 150);
                assertThat(data.getInputStream().readAllBytes()).asString().isEqualTo("content");
                bystander.expect(226);
            }
        }
    }

    @Test
    void a_server_whose_ports_always_listen_refuses_to_refuse() throws Exception {
        try (EphemeralFtpServer kept = builder("22372").keepListening(true).start()) {
            assertThatThrownBy(() -> kept.faults().next(Fault.refuseData()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("keepListening(true)");
            assertThat(kept.faults().pending()).isEmpty();
            kept.faults().next(Fault.noDataPort());
            assertThat(kept.faults().pending()).hasSize(1);
        }
    }

    /** Only a command that would have leased a port can meet a fault. */
    @Test
    void commands_that_are_refused_anyway_leave_the_faults_alone() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            server.faults().next(Fault.noDataPort());
            server.faults().next(Fault.resetAfter(0));
            control.expect("EPSV 2", 522);
            control.expect("EPSV ALL", 200);
            control.expect("PASV", 501);
            control.expect("RETR file", 425);
            control.expect("RETR missing", 550);
            assertThat(server.faults().pending()).hasSize(2);
            control.expect("EPSV", 425);
            assertThat(server.faults().pending()).containsExactly(Fault.resetAfter(0));
            server.faults().clear();
            assertThat(DataMode.EPSV.receive(control, "RETR file")).asString().isEqualTo("content");
        }
    }

    @Test
    void faults_happen_in_their_order_and_each_where_it_belongs() throws Exception {
        List<Fault> faults = List.of(Fault.resetAfter(3), Fault.noDataPort(), Fault.wrongPort(77), Fault.refuseData());
        faults.forEach(server.faults()::next);
        assertThat(server.faults().pending()).isEqualTo(faults);
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            control.expect("PASV", 425);
            assertThat(control.expect("EPSV", 229).port()).isEqualTo(77);
            assertThat(server.faults().pending()).containsExactly(Fault.resetAfter(3), Fault.refuseData());
            InetSocketAddress refused = control.passive();
            assertThatThrownBy(() -> ControlConnection.connect(control.client(), refused))
                    .isInstanceOf(ConnectException.class);
            try (ClientEnd end = DataMode.PORT.setUp(control)) {
                control.write("RETR file");
                try (Socket data = end.connect()) {
                    assertThat(data.getInputStream().readNBytes(3)).hasSize(3);
                    assertThatThrownBy(() -> data.getInputStream().read()).isInstanceOf(SocketException.class);
                }
                control.expect(150);
                control.expect(426);
            }
        }
    }
}
