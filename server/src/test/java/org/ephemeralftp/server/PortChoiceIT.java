package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.tls.TlsConfig;

/** SITE LEASE, over the wire. */
@Timeout(60)
class PortChoiceIT {
    @TempDir
    private Path home;

    private EphemeralFtpServer server;

    @BeforeEach
    void start() throws Exception {
        server = EphemeralFtpServer.builder()
                .port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .passivePorts("31620-31629,31631")
                .leaseWait(Duration.ofMillis(100))
                .portChoice(true)
                .tls(TlsConfig.OFF)
                .home(home)
                .anonymous(true)
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ControlConnection session() throws Exception {
        return ControlConnection.anonymous(server);
    }

    private static void choose(ControlConnection control, int port) throws Exception {
        control.expect("SITE LEASE PORT " + port, 200);
    }

    @Test
    void a_client_goes_from_port_to_port() throws Exception {
        try (ControlConnection control = session()) {
            assertThat(control.expect("SITE LEASE PORTS", 200).text()).isEqualTo("200 31620-31629,31631");
            for (int port : new int[] {31620, 31625, 31629, 31631}) {
                choose(control, port);
                InetSocketAddress told = control.passive();
                assertThat(told.getPort()).isEqualTo(port);
                try (Socket data = ControlConnection.connect(control.client(), told)) {
                    control.expect("LIST", 150);
                    assertThat(data.getInputStream().read()).isNegative();
                    control.expect(226);
                }
                choose(control, port);
                assertThat(control.expect("EPSV", 229).text()).contains("(|||" + port + "|)");
            }
        }
    }

    @Test
    void a_choice_is_for_one_request_also_if_that_fails() throws Exception {
        try (ControlConnection holder = session();
                ControlConnection control = session()) {
            choose(holder, 31620);
            holder.expect("EPSV", 229);
            choose(control, 31621);
            choose(control, 31620);
            assertThat(control.expect("PASV", 425).text())
                    .contains("Port 31620 is in use by another lease of 127.0.0.1");
            assertThat(control.passive().getPort()).isNotEqualTo(31620);
        }
    }

    @Test
    void a_new_user_has_chosen_nothing() throws Exception {
        try (ControlConnection holder = session();
                ControlConnection control = session()) {
            choose(holder, 31620);
            holder.expect("EPSV", 229);
            choose(control, 31620);
            control.expect("REIN", 220);
            control.expect("USER anonymous", 331);
            control.expect("PASS x", 230);
            control.expect("EPSV", 229);
        }
    }

    @Test
    void a_port_that_another_program_has_is_named_in_the_reply() throws Exception {
        try (ServerSocket other = new ServerSocket(31629, 1, InetAddress.getLoopbackAddress());
                ControlConnection control = session()) {
            choose(control, other.getLocalPort());
            assertThat(control.expect("EPSV", 425).text()).contains("Port 31629 cannot be bound for now");
        }
    }

    @Test
    void the_control_port_is_not_among_them() throws Exception {
        server.close();
        server = EphemeralFtpServer.builder()
                .port(31628)
                .bindAddress(InetAddress.getLoopbackAddress())
                .passivePorts("31627-31629")
                .portChoice(true)
                .home(home)
                .anonymous(true)
                .start();
        try (ControlConnection control = session()) {
            assertThat(control.expect("SITE LEASE PORTS", 200).text()).isEqualTo("200 31627,31629");
            assertThat(control.expect("SITE LEASE PORT 31628", 501).text()).contains("one port of 31627,31629");
        }
    }

    @Test
    void help_tells_of_it() throws Exception {
        try (ControlConnection control = session()) {
            String syntax = "HELP | LEASE PORTS | LEASE PORT <port>";
            assertThat(control.expect("HELP SITE", 214).text()).contains("SITE " + syntax);
            assertThat(control.expect("SITE HELP", 214).text()).contains(syntax);
            assertThat(control.expect("SITE WHO", 501).text()).contains(syntax);
        }
    }
}
