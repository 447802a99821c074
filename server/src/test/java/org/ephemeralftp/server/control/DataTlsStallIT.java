package org.ephemeralftp.server.control;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.DataMode.ClientEnd;
import org.ephemeralftp.server.testing.TlsFtpClient;
import org.ephemeralftp.server.tls.SessionReuse;
import org.ephemeralftp.server.tls.TlsMode;

/** Data connections whose TLS handshake, or transfer under TLS, does not get on. */
@Timeout(120)
class DataTlsStallIT {
    private static final String PORTS = "20610-20619";
    private static final Duration SHORT = Duration.ofMillis(500);

    /** What of a ClientHello a client may have sent when it stops: the head of the record, and some of it. */
    private static final byte[] HALF_A_HELLO = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3};

    @TempDir
    private Path home;

    @BeforeEach
    void fill() throws IOException {
        Files.writeString(home.resolve("file"), "0123456789");
        Files.write(home.resolve("big"), new byte[64 << 20]);
    }

    private EphemeralFtpServer start(Duration handshake, Duration stall) throws IOException {
        return DataTlsRig.builder(home, PORTS, TlsMode.OPTIONAL, SessionReuse.PREFER)
                .connectTimeout(handshake)
                .dataTimeout(stall)
                .start();
    }

    private static void assertGoesOn(EphemeralFtpServer server, TlsFtpClient client) throws IOException {
        assertThat(client.receive(DataMode.EPSV, "RETR file")).hasSize(10);
        DataTlsRig.assertNothingIsLeft(server);
    }

    @ParameterizedTest
    @EnumSource(names = {"EPSV", "PORT"})
    void a_handshake_that_stalls_has_a_limit_of_its_own(DataMode mode) throws Exception {
        try (EphemeralFtpServer server = start(SHORT, Duration.ofMinutes(1));
                TlsFtpClient client = TlsFtpClient.logIn(server.port(), DataTlsRig.TLS_1_3)) {
            for (byte[] sent : new byte[][] {{}, {22}, HALF_A_HELLO}) {
                try (ClientEnd end = mode.setUp(client.control())) {
                    client.control().write("RETR file");
                    try (Socket raw = end.connect()) {
                        client.control().expect(150);
                        raw.getOutputStream().write(sent);
                        assertThat(client.control().expect(425).text()).contains("handshake was not done within 0.5 s");
                    }
                }
            }
            assertGoesOn(server, client);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPSV", "PORT"})
    void who_speaks_no_tls_is_told_so(DataMode mode) throws Exception {
        try (EphemeralFtpServer server = start(Duration.ofSeconds(20), Duration.ofSeconds(20));
                TlsFtpClient client = TlsFtpClient.logIn(server.port(), DataTlsRig.TLS_1_2)) {
            try (ClientEnd end = mode.setUp(client.control())) {
                client.control().write("STOR file");
                try (Socket raw = end.connect()) {
                    client.control().expect(150);
                    raw.getOutputStream().write("in the clear".getBytes(US_ASCII));
                    assertThat(client.control().expect(522).text()).contains("TLS on the data connection failed");
                }
            }
            try (ClientEnd end = mode.setUp(client.control())) {
                client.control().write("STOR file");
                try (Socket raw = end.connect()) {
                    client.control().expect(150);
                }
                client.control().expect(425);
            }
            assertThat(home.resolve("file")).hasContent("0123456789");
            assertGoesOn(server, client);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPSV", "PORT"})
    void abor_ends_a_handshake_and_a_transfer_at_once(DataMode mode) throws Exception {
        try (EphemeralFtpServer server = start(Duration.ofMinutes(10), Duration.ofMinutes(10));
                TlsFtpClient client = TlsFtpClient.logIn(server.port(), DataTlsRig.TLS_1_3)) {
            try (ClientEnd end = mode.setUp(client.control())) {
                client.control().write("RETR file");
                try (Socket raw = end.connect()) {
                    client.control().expect(150);
                    raw.getOutputStream().write(HALF_A_HELLO);
                    client.control().write("ABOR");
                    client.control().expect(426);
                    client.control().expect(226);
                }
            }
            for (String command : new String[] {"RETR big", "STOR file"}) {
                try (ClientEnd end = mode.setUp(client.control())) {
                    client.control().write(command);
                    try (SSLSocket data = client.secured(end.connect(), true)) {
                        data.startHandshake();
                        client.control().expect(150);
                        data.getOutputStream().write(1);
                        client.control().write("ABOR");
                        client.control().expect(426);
                        client.control().expect(226);
                    } catch (SocketException e) {
                        // It was reset.
                    }
                }
            }
            assertThat(home.resolve("file")).hasContent("0123456789");
            assertGoesOn(server, client);
        }
    }

    @Test
    void the_end_of_the_session_ends_a_handshake() throws Exception {
        try (EphemeralFtpServer server = start(Duration.ofMinutes(10), Duration.ofMinutes(10));
                TlsFtpClient client = TlsFtpClient.logIn(server.port(), DataTlsRig.TLS_1_3);
                ClientEnd end = DataMode.EPSV.setUp(client.control())) {
            client.control().write("RETR file");
            try (Socket raw = end.connect()) {
                client.control().expect(150);
                raw.getOutputStream().write(HALF_A_HELLO);
                client.control().socket().close();
                DataTlsRig.assertNothingIsLeft(server);
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("org.ephemeralftp.server.control.DataTlsRig#versionsAndModes")
    void a_transfer_that_stands_still_is_ended(String version, DataMode mode) throws Exception {
        try (EphemeralFtpServer server = start(Duration.ofMinutes(1), SHORT);
                TlsFtpClient client = TlsFtpClient.logIn(server.port(), version)) {
            for (String command : new String[] {"RETR big", "STOR file"}) {
                try (ClientEnd end = mode.setUp(client.control())) {
                    client.control().write(command);
                    try (Socket raw = end.connect()) {
                        SSLSocket data = client.secured(raw, true);
                        data.startHandshake();
                        data.getOutputStream().write(1);
                        client.control().expect(150);
                        assertThat(client.control().expect(426).text()).contains("No data moved");
                    }
                }
            }
            assertThat(home.resolve("file")).hasContent("0123456789");
        }
    }
}
