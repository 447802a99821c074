package org.ephemeralftp.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.ImplicitTlsPortException;
import org.ephemeralftp.server.ServerConfigBuilder;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.testing.TestCertificate;
import org.ephemeralftp.server.testing.TlsClient;
import org.ephemeralftp.server.tls.TlsConfig;
import org.ephemeralftp.server.tls.TlsMode;

/** TLS of the control connection, as clients see it. */
@Timeout(120)
class ControlTlsIT {
    private static final String TLS_1_2 = "TLSv1.2";
    private static final String TLS_1_3 = "TLSv1.3";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private Path home;

    @BeforeEach
    void fill() throws IOException {
        home = Files.createDirectory(directory.resolve("home"));
        Files.write(home.resolve("large"), new byte[16 << 20]);
    }

    private ServerConfigBuilder builder() {
        return EphemeralFtpServer.builder()
                .port(0)
                .bindAddress(address())
                .passivePorts("20400-20409")
                .home(home)
                .anonymous(true);
    }

    private static InetAddress address() {
        try {
            return Machine.address(ControlConnection.IPV4);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private EphemeralFtpServer start(TlsConfig.Builder tls) throws IOException {
        return builder().tls(tls.build()).start();
    }

    private EphemeralFtpServer start(TlsMode mode) throws IOException {
        return start(TlsConfig.builder().mode(mode));
    }

    private static ControlConnection logIn(ControlConnection control) throws IOException {
        return control.logIn("anonymous", "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void a_session_goes_on_under_tls_and_ends_with_a_close_notify(String version) throws IOException {
        try (EphemeralFtpServer server = start(TlsMode.OPTIONAL);
                ControlConnection clear = ControlConnection.to(server);
                ControlConnection control = logIn(clear.authTls(version))) {
            assertThat(control.expect("FEAT", 211).text()).contains("\n AUTH TLS\n", "\n PBSZ\n PROT\n");
            assertThat(((SSLSocket) control.socket()).getSession().getProtocol())
                    .isEqualTo(version);
            control.expect("AUTH TLS", 503);
            control.expect("CCC", 534);
            control.expect("REIN", 502);
            control.expect("QUIT", 221);
            byte[] rest = clear.socket().getInputStream().readAllBytes();
            // One record: an alert, which TLS 1.3 enciphers as if it were text.
            assertThat(rest).hasSizeBetween(6, 100);
            assertThat(rest[0]).isEqualTo((byte) (version.equals(TLS_1_2) ? 21 : 23));
        }
    }

    @Test
    void commands_far_ahead_are_all_answered() throws IOException {
        try (EphemeralFtpServer server = start(TlsMode.OPTIONAL);
                ControlConnection clear = ControlConnection.to(server);
                ControlConnection control = logIn(clear.authTls(TLS_1_3))) {
            control.write("NOOP\r\n".repeat(999) + "NOOP");
            for (int i = 0; i < 1000; i++) {
                control.expect(200);
            }
            control.expect("PWD", 257);
        }
    }

    @Test
    void what_need_not_wait_for_a_transfer_does_not_under_tls_either() throws IOException {
        try (EphemeralFtpServer server = start(TlsMode.OPTIONAL);
                ControlConnection clear = ControlConnection.to(server);
                ControlConnection control = logIn(clear.authTls(TLS_1_3));
                Socket data = ControlConnection.connect(control.client(), control.passive())) {
            control.expect("RETR large", 150);
            control.expect("NOOP", 200);
            control.expect("STAT", 213);
            control.expect("ABOR", 426);
            control.expect(226);
            assertThat(data.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"AUTH, 501", "AUTH KERBEROS_V4, 504", "CCC, 533"})
    void what_auth_does_not_take_leaves_the_session_as_it_was(String command, int code) throws IOException {
        try (EphemeralFtpServer server = start(TlsMode.OPTIONAL);
                ControlConnection control = ControlConnection.anonymous(server)) {
            control.write(command + "\r\nPWD");
            control.expect(code);
            control.expect(257);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH tls", "AUTH TLS-C", "AUTH SSL", "auth TLS-P", "AUTH TLS "})
    void mechanisms_have_several_names(String command) throws IOException {
        try (EphemeralFtpServer server = start(TlsMode.OPTIONAL);
                ControlConnection clear = ControlConnection.to(server)) {
            clear.expect(command, 234);
            try (ControlConnection control = clear.tls(TLS_1_3)) {
                logIn(control).expect("PWD", 257);
            }
        }
    }

    @Test
    void without_tls_there_is_no_auth() throws IOException {
        try (EphemeralFtpServer server = start(TlsMode.OFF);
                ControlConnection control = ControlConnection.anonymous(server)) {
            control.expect("AUTH TLS", 502);
            assertThat(control.expect("FEAT", 211).text()).doesNotContain("AUTH");
            assertThat(server.certificateFingerprint()).isEmpty();
        }
    }

    @Test
    void who_logged_in_in_clear_logs_in_again() throws IOException {
        try (EphemeralFtpServer server = start(TlsMode.OPTIONAL);
                ControlConnection clear = ControlConnection.anonymous(server)) {
            clear.expect("PASV", 227);
            try (ControlConnection control = clear.authTls(TLS_1_3)) {
                control.expect("PWD", 530);
                assertThat(server.snapshot().leases()).isEmpty();
                logIn(control).expect("PWD", 257);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AUTH TLS\r\nUSER anonymous\r\n",
                "AUTH TLS\r\nUSER anony",
                "NOOP\r\nAUTH TLS\r\n\r\n",
                "USER anonymous\r\nPASS x\r\nAUTH TLS\r\nDELE large\r\nQUIT\r\n",
            })
    void what_is_sent_in_clear_after_auth_is_never_carried_out(String sent) throws IOException {
        try (EphemeralFtpServer server = start(TlsMode.OPTIONAL);
                ControlConnection control = ControlConnection.to(server)) {
            control.socket().getOutputStream().write(sent.getBytes(UTF_8));
            String replies = new String(control.socket().getInputStream().readAllBytes(), UTF_8);
            assertThat(replies.lines().toList().get((int) sent.lines()
                            .takeWhile(line -> !line.startsWith("AUTH"))
                            .count()))
                    .startsWith("503 ");
            assertThat(replies).doesNotContain("234").endsWith("closing\r\n");
            assertThat(home.resolve("large")).exists();
        }
    }

    /** The line of AUTH comes first, the rest when it is taken for the beginning of the handshake or thrown away. */
    @Test
    void what_is_sent_in_clear_instead_of_a_handshake_ends_the_session() throws IOException {
        try (EphemeralFtpServer server = start(TlsMode.OPTIONAL);
                ControlConnection control = ControlConnection.to(server)) {
            control.expect("AUTH TLS", 234);
            control.write("USER anonymous\r\nPASS x");
            byte[] rest = readToEnd(control.socket().getInputStream());
            // An alert in clear at most.
            assertThat(rest).hasSizeLessThan(20);
            assertThat(new String(rest, UTF_8)).doesNotContain("331");
        }
    }

    private static byte[] readToEnd(InputStream in) throws IOException {
        try {
            return in.readAllBytes();
        } catch (SocketException e) {
            return new byte[0];
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_handshake_that_does_not_end_is_ended(boolean implicit) throws IOException {
        TlsConfig.Builder tls =
                TlsConfig.builder().mode(TlsMode.OPTIONAL).implicitPort(0).handshakeTimeout(Duration.ofMillis(300));
        try (EphemeralFtpServer server = start(tls);
                ControlConnection control = ControlConnection.open(
                        ControlConnection.IPV4,
                        implicit ? server.implicitTlsPort().getAsInt() : server.port())) {
            if (!implicit) {
                control.expect(220);
                control.expect("AUTH TLS", 234);
            }
            // The beginning of a ClientHello that never comes.
            control.socket().getOutputStream().write(new byte[] {22, 3, 1});
            assertThat(control.socket().getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void where_tls_is_required_nobody_logs_in_without_it() throws IOException {
        try (EphemeralFtpServer server = start(TlsMode.REQUIRED);
                ControlConnection clear = ControlConnection.to(server)) {
            assertThat(clear.expect("USER anonymous", 530).text()).contains("AUTH TLS");
            for (String command : List.of("PASS x", "PASV", "STOR x", "REIN", "XPWD")) {
                clear.expect(command, 530);
            }
            assertThat(clear.send("SYST").text()).doesNotContain("AUTH TLS");
            try (ControlConnection control = logIn(clear.authTls(TLS_1_3))) {
                control.expect("PWD", 257);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void on_the_port_for_it_tls_begins_with_the_first_byte(String version) throws IOException {
        try (EphemeralFtpServer server =
                start(TlsConfig.builder().mode(TlsMode.REQUIRED).implicitPort(20410))) {
            assertThat(server.implicitTlsPort()).hasValue(20410);
            try (ControlConnection socket = ControlConnection.open(ControlConnection.IPV4, 20410);
                    ControlConnection control = socket.tls(version)) {
                control.expect(220);
                logIn(control).expect("AUTH TLS", 503);
                control.expect("QUIT", 221);
            }
            try (ControlConnection clear = ControlConnection.to(server)) {
                clear.expect("USER anonymous", 530);
            }
        }
    }

    /** It takes clear text there for a broken record, or for what somebody in between has put in. */
    @Test
    void on_the_port_for_it_who_is_not_admitted_is_told_nothing_in_clear() throws IOException {
        try (EphemeralFtpServer server = builder()
                        .maxSessionsPerAddress(1)
                        .tls(TlsConfig.builder()
                                .mode(TlsMode.OPTIONAL)
                                .implicitPort(20410)
                                .build())
                        .start();
                ControlConnection first = ControlConnection.to(server);
                ControlConnection second = ControlConnection.open(ControlConnection.IPV4, 20410)) {
            assertThat(second.socket().getInputStream().readAllBytes()).isEmpty();
            first.expect("NOOP", 200);
        }
    }

    @Test
    void the_port_for_implicit_tls_is_no_passive_port() throws IOException {
        try (EphemeralFtpServer server = builder()
                .passivePorts("20410-20412")
                .tls(TlsConfig.builder()
                        .mode(TlsMode.OPTIONAL)
                        .implicitPort(20411)
                        .build())
                .start()) {
            assertThat(server.ports().toString()).isEqualTo("20410,20412");
        }
    }

    @Test
    void a_client_that_ends_tls_has_ended_its_session() throws IOException {
        try (EphemeralFtpServer server = start(TlsMode.OPTIONAL);
                ControlConnection clear = ControlConnection.to(server);
                ControlConnection control = logIn(clear.authTls(TLS_1_3))) {
            ((SSLSocket) control.socket()).shutdownOutput();
            assertThat(control.socket().getInputStream().readAllBytes()).isEmpty();
        }
    }

    /** JSSE is the client that can: others have unlearned it. */
    @Test
    void a_client_that_renegotiates_is_closed() throws IOException {
        try (EphemeralFtpServer server = start(TlsMode.OPTIONAL);
                ControlConnection clear = ControlConnection.to(server);
                ControlConnection control = logIn(clear.authTls(TLS_1_2))) {
            ((SSLSocket) control.socket()).startHandshake();
            String end;
            try {
                control.write("NOOP");
                control.read();
                end = "answered";
            } catch (IOException e) {
                end = "closed";
            }
            assertThat(end).isEqualTo("closed");
        }
    }

    @Test
    void a_new_certificate_is_for_new_sessions() throws IOException {
        TestCertificate first = TestCertificate.of("EC");
        TestCertificate second = TestCertificate.of("RSA");
        Path both = Files.writeString(directory.resolve("both.pem"), first.certificatePem() + first.pkcs8());
        TlsConfig.Builder tls =
                TlsConfig.builder().mode(TlsMode.OPTIONAL).certificate(both).key(both);
        try (EphemeralFtpServer server = start(tls);
                ControlConnection clear = ControlConnection.to(server);
                ControlConnection control = logIn(clear.authTls(TLS_1_3))) {
            assertThat(certificate(control)).isEqualTo(first.certificate());
            String before = server.certificateFingerprint().orElseThrow();
            Files.writeString(both, second.certificatePem() + second.traditional());
            await().atMost(LIMIT)
                    .until(() -> !server.certificateFingerprint().orElseThrow().equals(before));
            try (ControlConnection later = ControlConnection.to(server).authTls(TLS_1_2)) {
                assertThat(certificate(later)).isEqualTo(second.certificate());
            }
            control.expect("NOOP", 200);
        }
    }

    private static Certificate certificate(ControlConnection control) throws IOException {
        return ((SSLSocket) control.socket()).getSession().getPeerCertificates()[0];
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls1_2", "tls1_3"})
    void openssl_verifies_and_talks(String version) throws Exception {
        TestCertificate certificate = TestCertificate.of("EC");
        Path both =
                Files.writeString(directory.resolve("both.pem"), certificate.certificatePem() + certificate.pkcs8());
        TlsConfig.Builder tls =
                TlsConfig.builder().mode(TlsMode.REQUIRED).certificate(both).key(both);
        try (EphemeralFtpServer server = start(tls)) {
            String out = run(
                    "USER anonymous\r\nPASS x\r\nPWD\r\nQUIT\r\n",
                    "openssl",
                    "s_client",
                    "-starttls",
                    "ftp",
                    "-" + version,
                    "-connect",
                    "127.0.0.1:" + server.port(),
                    "-CAfile",
                    both.toString(),
                    "-verify_return_error",
                    "-verify_ip",
                    "127.0.0.1",
                    "-quiet");
            assertThat(out).contains("331 ", "230 ", "257 \"/\"", "221 ");
        }
    }

    @Test
    void curl_logs_in_under_tls() throws Exception {
        try (EphemeralFtpServer server = start(TlsMode.OPTIONAL)) {
            String out = run(
                    "",
                    "curl",
                    "--silent",
                    "--show-error",
                    "--verbose",
                    "--insecure",
                    "--ftp-ssl-control",
                    "--max-time",
                    "20",
                    "--user",
                    "anonymous:x",
                    "ftp://127.0.0.1:" + server.port() + "/");
            assertThat(out).contains("large", "SSL connection using TLSv1.3", "< 226 ");
        }
    }

    /** What a program prints, on both of its outputs; the test is left out where there is no such program. */
    private String run(String input, String... command) throws IOException, InterruptedException {
        Path in = Files.writeString(directory.resolve("in"), input);
        Path out = directory.resolve("out");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
        } catch (IOException e) {
            return Assumptions.abort("There is no " + command[0]);
        }
        try {
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(out);
    }

    /** A port that is taken is told with its own option. */
    @Test
    void a_port_for_implicit_tls_that_is_taken_ends_the_start() throws IOException {
        try (EphemeralFtpServer first =
                start(TlsConfig.builder().mode(TlsMode.OPTIONAL).implicitPort(20411))) {
            assertThat(first.implicitTlsPort()).hasValue(20411);
            assertThatThrownBy(() ->
                            start(TlsConfig.builder().mode(TlsMode.OPTIONAL).implicitPort(20411)))
                    .isInstanceOf(ImplicitTlsPortException.class)
                    .hasMessageContaining("--implicit-tls-port 20411");
            try (ControlConnection socket = ControlConnection.open(ControlConnection.IPV4, 20411);
                    SSLSocket tls = TlsClient.over(socket.socket(), TLS_1_3)) {
                tls.startHandshake();
                assertThat(tls.getSession().isValid()).isTrue();
            }
        }
    }
}
