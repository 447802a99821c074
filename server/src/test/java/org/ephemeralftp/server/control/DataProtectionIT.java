package org.ephemeralftp.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.DataMode.ClientEnd;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.testing.TlsFtpClient;
import org.ephemeralftp.server.tls.SessionReuse;
import org.ephemeralftp.server.tls.TlsMode;

/** PBSZ and PROT, and whose TLS session a data connection has to resume (RFC 4217, sections 9 and 10.2). */
@Timeout(60)
class DataProtectionIT {
    private static final String PORTS = "20620-20629";
    private static final byte[] CONTENT = "0123456789".getBytes(UTF_8);

    @TempDir
    private Path home;

    @BeforeEach
    void fill() throws IOException {
        Files.write(home.resolve("file"), CONTENT);
    }

    private EphemeralFtpServer start(TlsMode mode, SessionReuse reuse) throws IOException {
        return DataTlsRig.builder(home, PORTS, mode, reuse).start();
    }

    @Test
    void pbsz_and_prot_need_what_comes_before_them() throws Exception {
        try (EphemeralFtpServer server = start(TlsMode.OPTIONAL, SessionReuse.PREFER);
                ControlConnection plain = ControlConnection.to(server).logIn("u", "p");
                TlsFtpClient client = TlsFtpClient.to(server.port(), DataTlsRig.TLS_1_3)) {
            plain.expect("PBSZ 0", 503);
            plain.expect("PROT P", 503);
            plain.expect("PROT", 503);
            ControlConnection control = client.control().logIn("u", "p");
            control.expect("PROT P", 503);
            for (String wrong : new String[] {"PBSZ", "PBSZ x", "PBSZ -1", "PBSZ 4294967296", "PBSZ 0 0"}) {
                control.expect(wrong, 501);
            }
            control.expect("PROT C", 503);
            for (String size : new String[] {"PBSZ 0", "PBSZ 16384", "PBSZ 4294967295"}) {
                assertThat(control.expect(size, 200).text()).contains("PBSZ=0");
            }
            control.expect("PROT", 501);
            control.expect("PROT S", 536);
            control.expect("PROT E", 536);
            control.expect("PROT X", 504);
            control.expect("PROT p", 200);
            assertThat(client.receive(DataMode.EPSV, "RETR file")).isEqualTo(CONTENT);
            control.expect("PROT C", 200);
            assertThat(DataMode.EPSV.receive(control, "RETR file")).isEqualTo(CONTENT);
        }
    }

    @Test
    void where_tls_is_required_no_clear_data_connection_is_opened() throws Exception {
        try (EphemeralFtpServer server = start(TlsMode.REQUIRED, SessionReuse.PREFER);
                TlsFtpClient client = TlsFtpClient.to(server.port(), DataTlsRig.TLS_1_3);
                ServerSocket listener = new ServerSocket(0, 1, Machine.address(ControlConnection.IPV4))) {
            ControlConnection control = client.control().logIn("u", "p");
            for (String command :
                    new String[] {"RETR file", "STOR file", "LIST", "NLST", "MLSD", "STOU", "APPE file"}) {
                control.expect(DataMode.port(listener.getInetAddress(), listener.getLocalPort()), 200);
                assertThat(control.expect(command, 521).text()).contains("PROT P");
            }
            listener.setSoTimeout(1);
            assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
            control.expect("PBSZ 0", 200);
            control.expect("PROT C", 534);
            control.expect("PROT P", 200);
            assertThat(client.receive(DataMode.EPSV, "RETR file")).isEqualTo(CONTENT);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("org.ephemeralftp.server.control.DataTlsRig#versionsAndModes")
    void where_reuse_is_required_a_new_tls_session_is_refused(String version, DataMode mode) throws Exception {
        try (EphemeralFtpServer server = start(TlsMode.REQUIRED, SessionReuse.REQUIRE);
                TlsFtpClient client = TlsFtpClient.logIn(server.port(), version)) {
            assertThat(client.receive(mode, "RETR file")).isEqualTo(CONTENT);
            try (ClientEnd end = mode.setUp(client.control())) {
                client.control().write("RETR file");
                try (SSLSocket data = client.secured(end.connect(), false)) {
                    assertThat(data.getInputStream().readAllBytes()).isEmpty();
                    client.control().expect(150);
                    assertThat(client.control().expect(522).text())
                            .contains("resume the TLS session of the control connection", "--tls-session-reuse prefer");
                }
            }
            try (ClientEnd end = mode.setUp(client.control())) {
                client.control().write("STOR file");
                try (SSLSocket data = client.secured(end.connect(), false)) {
                    data.startHandshake();
                    client.control().expect(150);
                    client.control().expect(522);
                }
            }
            assertThat(home.resolve("file")).hasBinaryContent(CONTENT);
            client.receive(mode, "LIST");
        }
    }

    /** RFC 4217, section 15.2: the address does not tell who it is that takes a data connection, but TLS does. */
    @ParameterizedTest
    @ValueSource(strings = {DataTlsRig.TLS_1_2, DataTlsRig.TLS_1_3})
    void where_reuse_is_required_nobody_else_behind_the_address_gets_the_file(String version) throws Exception {
        try (EphemeralFtpServer server = start(TlsMode.REQUIRED, SessionReuse.REQUIRE);
                TlsFtpClient owner = TlsFtpClient.logIn(server.port(), version);
                TlsFtpClient thief = TlsFtpClient.logIn(server.port(), version);
                ClientEnd end = DataMode.EPSV.setUp(owner.control())) {
            owner.control().write("RETR file");
            try (SSLSocket data = thief.secured(end.connect(), true)) {
                assertThat(data.getInputStream().readAllBytes()).isEmpty();
            }
            owner.control().expect(150);
            owner.control().expect(522);
            assertThat(owner.receive(DataMode.EPSV, "RETR file")).isEqualTo(CONTENT);
        }
    }

    /** Of TLS 1.2, where a client can see it: a session that is resumed keeps its name. */
    @ParameterizedTest
    @ValueSource(strings = {"PREFER", "OFF"})
    void data_connections_resume_unless_that_is_off(SessionReuse reuse) throws Exception {
        try (EphemeralFtpServer server = start(TlsMode.OPTIONAL, reuse);
                TlsFtpClient client = TlsFtpClient.logIn(server.port(), DataTlsRig.TLS_1_2);
                ClientEnd end = DataMode.EPSV.setUp(client.control())) {
            byte[] control =
                    ((SSLSocket) client.control().socket()).getSession().getId();
            client.control().write("RETR file");
            try (SSLSocket data = client.secured(end.connect(), true)) {
                byte[] used = data.getSession().getId();
                assertThat(data.getInputStream().readAllBytes()).isEqualTo(CONTENT);
                assertThat(Arrays.equals(used, control)).isEqualTo(reuse == SessionReuse.PREFER);
            }
            client.control().expect(150);
            client.control().expect(226);
        }
    }
}
