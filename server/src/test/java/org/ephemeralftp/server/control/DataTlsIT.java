package org.ephemeralftp.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.faults.Fault;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.DataMode.ClientEnd;
import org.ephemeralftp.server.testing.TlsFtpClient;

/** Transfers under TLS (RFC 4217, sections 7 and 9), and how their ends are told from breaks. */
@Timeout(120)
class DataTlsIT {
    private static final byte[] OLD = DataTlsRig.random(1000);
    private static final byte[] CONTENT = DataTlsRig.random(300_007);

    @TempDir
    private static Path home;

    @SuppressWarnings("NullAway.Init")
    private static EphemeralFtpServer server;

    @BeforeAll
    static void start() throws IOException {
        server = DataTlsRig.start(home, "20600-20609");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void fill() throws IOException {
        Files.write(home.resolve("file"), CONTENT);
        Files.write(home.resolve("old"), OLD);
    }

    @AfterEach
    void nothingIsLeft() {
        DataTlsRig.assertNothingIsLeft(server);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("org.ephemeralftp.server.control.DataTlsRig#versionsAndModes")
    void files_of_every_size_come_and_go_as_they_are(String version, DataMode mode) throws Exception {
        try (TlsFtpClient client = TlsFtpClient.logIn(server.port(), version)) {
            for (int size : new int[] {0, 1, (1 << 14) - 1, 1 << 14, (1 << 14) + 1, 10 << 20}) {
                byte[] content = DataTlsRig.random(size);
                Files.deleteIfExists(home.resolve("sent"));
                client.send(mode, "STOR sent", content);
                assertThat(home.resolve("sent")).hasBinaryContent(content);
                assertThat(client.receive(mode, "RETR sent")).isEqualTo(content);
            }
            client.control().expect("REST 300000", 350);
            assertThat(client.receive(mode, "RETR file")).hasSize(7);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("org.ephemeralftp.server.control.DataTlsRig#versionsAndModes")
    void listings_and_text_come_and_go(String version, DataMode mode) throws Exception {
        Files.createDirectories(home.resolve("empty"));
        try (TlsFtpClient client = TlsFtpClient.logIn(server.port(), version)) {
            assertThat(new String(client.receive(mode, "NLST"), UTF_8)).contains("file\r\n", "old\r\n");
            assertThat(client.receive(mode, "MLSD empty")).isEmpty();
            client.control().expect("TYPE A", 200);
            client.send(mode, "STOR text", "a\r\nb\r\n".getBytes(UTF_8));
            assertThat(home.resolve("text")).hasContent("a\nb\n");
            assertThat(new String(client.receive(mode, "RETR text"), UTF_8)).isEqualTo("a\r\nb\r\n");
        }
    }

    /** RFC 4217, section 10.2: the 150 tells the client to begin; but some begin as soon as they are connected. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("org.ephemeralftp.server.control.DataTlsRig#versionsAndModes")
    void a_client_may_wait_for_the_150_before_it_begins(String version, DataMode mode) throws Exception {
        try (TlsFtpClient client = TlsFtpClient.logIn(server.port(), version);
                ClientEnd end = mode.setUp(client.control())) {
            client.control().write("RETR file");
            try (Socket raw = end.connect()) {
                client.control().expect(150);
                // Answered while the server waits for the handshake.
                client.control().expect("NOOP", 200);
                try (SSLSocket data = client.secured(raw, true)) {
                    assertThat(data.getInputStream().readAllBytes()).isEqualTo(CONTENT);
                }
            }
            client.control().expect(226);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("org.ephemeralftp.server.control.DataTlsRig#versionsAndModes")
    void the_226_waits_for_nothing_that_the_client_does_at_the_end(String version, DataMode mode) throws Exception {
        try (TlsFtpClient client = TlsFtpClient.logIn(server.port(), version)) {
            try (ClientEnd end = mode.setUp(client.control())) {
                client.control().write("RETR file");
                try (Socket raw = end.connect();
                        SSLSocket data = client.secured(raw, true)) {
                    client.control().expect(150);
                    assertThat(data.getInputStream().readNBytes(CONTENT.length)).isEqualTo(CONTENT);
                    client.control().expect(226);
                    // Without close_notify: it has everything.
                    raw.close();
                }
            }
            try (ClientEnd end = mode.setUp(client.control())) {
                client.control().write("STOR sent");
                try (SSLSocket data = client.secured(end.connect(), true)) {
                    client.control().expect(150);
                    data.getOutputStream().write(CONTENT);
                    data.shutdownOutput();
                    client.control().expect(226);
                    // The server has ended TLS too, which some clients wait for.
                    assertThat(data.getInputStream().read()).isNegative();
                }
            }
            assertThat(home.resolve("sent")).hasBinaryContent(CONTENT);
        }
    }

    /** A client that only sends does not read; what is unread when it closes the connection makes its system reset it. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("org.ephemeralftp.server.control.DataTlsRig#versionsAndModes")
    void nothing_is_sent_to_a_client_that_sends(String version, DataMode mode) throws Exception {
        try (TlsFtpClient client = TlsFtpClient.logIn(server.port(), version)) {
            ControlConnection control = client.control();
            try (ClientEnd end = mode.setUp(control)) {
                control.write("STOR sent");
                try (Socket raw = end.connect();
                        SSLSocket data = client.secured(raw, true)) {
                    control.expect(150);
                    data.startHandshake();
                    data.getOutputStream().write(CONTENT);
                    // Then the server's part of the handshake is over, too.
                    await().until(() -> control.expect("STAT", 213).text().contains(": " + CONTENT.length + " bytes"));
                    assertThat(raw.getInputStream().available()).isZero();
                    data.shutdownOutput();
                    raw.close();
                    control.expect(226);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("org.ephemeralftp.server.control.DataTlsRig#versionsAndModes")
    void an_upload_without_the_end_of_tls_is_cut(String version, DataMode mode) throws Exception {
        try (TlsFtpClient client = TlsFtpClient.logIn(server.port(), version)) {
            for (boolean garbage : new boolean[] {false, true}) {
                try (ClientEnd end = mode.setUp(client.control())) {
                    client.control().write("STOR old");
                    try (Socket raw = end.connect();
                            SSLSocket data = client.secured(raw, true)) {
                        client.control().expect(150);
                        data.getOutputStream().write(CONTENT);
                        if (garbage) {
                            // A record that nobody with the keys has made: the server's alert is fatal.
                            raw.getOutputStream().write(new byte[] {23, 3, 3, 0, 32});
                            raw.getOutputStream().write(new byte[32]);
                        }
                        raw.shutdownOutput();
                        assertThat(client.control().expect(426).text())
                                .contains(garbage ? "The data connection broke" : "close_notify");
                    }
                }
                assertThat(home.resolve("old")).hasBinaryContent(OLD);
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("org.ephemeralftp.server.control.DataTlsRig#versionsAndModes")
    void what_a_client_sends_while_it_receives_is_ignored(String version, DataMode mode) throws Exception {
        byte[] content = DataTlsRig.random(20 << 20);
        Files.write(home.resolve("big"), content);
        try (TlsFtpClient client = TlsFtpClient.logIn(server.port(), version);
                ClientEnd end = mode.setUp(client.control())) {
            client.control().write("RETR big");
            try (SSLSocket data = client.secured(end.connect(), true)) {
                client.control().expect(150);
                // Before the server could have sent all, so that it finds this, and would reset the connection for it.
                data.getOutputStream().write(OLD);
                assertThat(data.getInputStream().readAllBytes()).isEqualTo(content);
                client.control().expect(226);
            }
        }
        Files.delete(home.resolve("big"));
    }

    @ParameterizedTest
    @ValueSource(strings = {DataTlsRig.TLS_1_2, DataTlsRig.TLS_1_3})
    void faults_count_the_bytes_of_the_file(String version) throws Exception {
        try (TlsFtpClient client = TlsFtpClient.logIn(server.port(), version)) {
            ControlConnection control = client.control();
            for (int bytes : new int[] {0, 1, 100_000, CONTENT.length}) {
                Files.write(home.resolve("into"), new byte[CONTENT.length + 1]);
                server.faults().next(Fault.resetAfter(bytes));
                control.expect("REST 1", 350);
                try (ClientEnd end = DataMode.EPSV.setUp(control)) {
                    control.write("STOR into");
                    sendUntilReset(client, end);
                    control.expect(150);
                    control.expect(426);
                }
                byte[] expected = new byte[CONTENT.length + 1];
                System.arraycopy(CONTENT, 0, expected, 1, bytes);
                assertThat(home.resolve("into")).hasBinaryContent(expected);
            }
            server.faults().next(Fault.resetAfter(5));
            try (ClientEnd end = DataMode.EPSV.setUp(control)) {
                control.write("RETR file");
                try (SSLSocket data = client.secured(end.connect(), true)) {
                    assertThat(data.getInputStream().readNBytes(5)).startsWith(CONTENT[0], CONTENT[1]);
                }
                control.expect(150);
                control.expect(426);
            }
            assertThat(server.faults().pending()).isEmpty();
        }
    }

    private static void sendUntilReset(TlsFtpClient client, ClientEnd end) throws IOException {
        try (SSLSocket data = client.secured(end.connect(), true)) {
            data.startHandshake();
            data.getOutputStream().write(CONTENT);
            data.shutdownOutput();
            data.getInputStream().readAllBytes();
        } catch (IOException e) {
            // Wherever it noticed.
        }
    }
}
