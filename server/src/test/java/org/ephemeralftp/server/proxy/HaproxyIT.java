package org.ephemeralftp.server.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.ephemeralftp.server.proxy.Header.address;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.control.SessionObserver;
import org.ephemeralftp.server.control.SessionView;
import org.ephemeralftp.server.control.TransferReport;
import org.ephemeralftp.server.lease.LeaseObserver;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.Machine;

/** A server that has only IPv4 behind a real HAProxy, which is configured as README says. */
@Timeout(120)
class HaproxyIT {
    private static final String FRONT = "127.0.0.8";
    private static final int CONTROL = 21100;
    private static final int DATA = 21101;
    private static final String CONTENT = "content\n".repeat(50_000);

    @TempDir
    private Path directory;

    private Path home;
    private final List<SessionView> opened = new CopyOnWriteArrayList<>();
    private final List<SessionView> transferred = new CopyOnWriteArrayList<>();
    private final List<InetAddress> strangers = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void findHaproxy() {
        Assumptions.assumeTrue(
                Haproxy.program().isPresent(), "haproxy is not installed (on Debian: apt-get install haproxy)");
    }

    @BeforeEach
    void fill() throws IOException {
        home = Files.createDirectory(directory.resolve("home"));
        Files.writeString(home.resolve("file"), CONTENT);
    }

    private EphemeralFtpServer server() throws IOException {
        EphemeralFtpServer server = EphemeralFtpServer.builder()
                .bindAddress(address("127.0.0.1"))
                .port(0)
                .passivePorts(String.valueOf(DATA))
                .home(home)
                .user("u", "p")
                .proxyProtocol("127.0.0.1")
                .start();
        server.observe(new SessionObserver() {
            @Override
            public void opened(SessionView session) {
                opened.add(session);
            }

            @Override
            public void transferred(SessionView session, TransferReport report) {
                transferred.add(session);
            }
        });
        server.observe(new LeaseObserver() {
            @Override
            public void stranger(InetSocketAddress peer, InetSocketAddress listener) {
                strangers.add(peer.getAddress());
            }
        });
        return server;
    }

    private Haproxy haproxy(String option, String front, EphemeralFtpServer server) throws IOException {
        return Haproxy.start(
                directory, option, front, List.of(String.valueOf(CONTROL), String.valueOf(DATA)), server.port());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "send-proxy,    127.0.0.8, 127.0.0.2",
        "send-proxy-v2, 127.0.0.8, 127.0.0.2",
        "send-proxy,    ::1,       ::1",
        "send-proxy-v2, ::1,       ::1",
    })
    void curl_uploads_and_downloads_through_it(String option, String front, String client) throws Exception {
        Assumptions.assumeTrue(!front.contains(":") || Machine.hasIpv6(), "This machine has no IPv6 loopback address");
        Path sent = Files.writeString(directory.resolve("sent"), CONTENT);
        String url = "ftp://" + (front.contains(":") ? "[" + front + "]" : front) + ":" + CONTROL + "/";
        try (EphemeralFtpServer server = server();
                Haproxy haproxy = haproxy(option, front, server)) {
            Haproxy.curl("--interface", client, "--upload-file", sent.toString(), url + "up");
            assertThat(home.resolve("up")).hasContent(CONTENT);
            assertThat(Haproxy.curl("--interface", client, url + "file")).isEqualTo(CONTENT);
            if (client.equals("127.0.0.2")) {
                // To the address that 227 tells, which curl ignores unless it is told not to.
                Path received = directory.resolve("received");
                assertThat(Haproxy.curl(
                                "--interface",
                                client,
                                "--disable-epsv",
                                "--no-ftp-skip-pasv-ip",
                                "-v",
                                "--output",
                                received.toString(),
                                url + "file"))
                        .contains("Entering Passive Mode (127,0,0,8,");
                assertThat(received).hasContent(CONTENT);
            }
            assertThat(transferred)
                    .isNotEmpty()
                    .extracting(view -> view.peer().getAddress())
                    .containsOnly(address(client));
            assertThat(transferred)
                    .extracting(SessionView::local)
                    .containsOnly(new InetSocketAddress(address(front), CONTROL));
            assertThat(haproxy.isRunning()).isTrue();
            // Its health checks are sessions of its own.
            await().atMost(20, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(opened)
                            .extracting(SessionView::local)
                            .contains(new InetSocketAddress(address("127.0.0.1"), server.port())));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"send-proxy", "send-proxy-v2"})
    void two_clients_share_a_port_through_it_and_a_stranger_gets_nothing(String option) throws Exception {
        try (EphemeralFtpServer server = server();
                Haproxy haproxy = haproxy(option, FRONT, server);
                ControlConnection two = logIn("127.0.0.2");
                ControlConnection three = logIn("127.0.0.3")) {
            InetSocketAddress port = two.expect("EPSV", 229).on(address(FRONT));
            assertThat(three.expect("EPSV", 229).port()).isEqualTo(port.getPort());
            assertThat(server.snapshot().counts().pending()).isEqualTo(2);
            var addresses = server.snapshot().addresses();
            assertThat(addresses).hasSize(1);
            assertThat(addresses.get(0).address()).isEqualTo(address("127.0.0.1"));
            assertThat(addresses.toString())
                    .contains(
                            "127.0.0.2:" + two.socket().getLocalPort(),
                            "127.0.0.3:" + three.socket().getLocalPort());
            try (Socket stranger = ControlConnection.connect(address("127.0.0.4"), port)) {
                assertThat(ends(stranger)).isTrue();
            }
            try (Socket ofThree = ControlConnection.connect(address("127.0.0.3"), port);
                    Socket ofTwo = ControlConnection.connect(address("127.0.0.2"), port)) {
                two.expect("RETR file", 150);
                assertThat(ofTwo.getInputStream().readAllBytes()).asString().isEqualTo(CONTENT);
                two.expect(226);
                three.expect("STOR up", 150);
                ofThree.getOutputStream().write(CONTENT.getBytes(UTF_8));
                ofThree.shutdownOutput();
                three.expect(226);
            }
            assertThat(home.resolve("up")).hasContent(CONTENT);
            assertThat(haproxy.isRunning()).isTrue();
            await().atMost(20, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(strangers).containsOnly(address("127.0.0.4")));
        }
    }

    @Test
    void an_upload_that_its_client_resets_replaces_nothing() throws Exception {
        Files.writeString(home.resolve("up"), "before");
        try (EphemeralFtpServer server = server();
                Haproxy haproxy = haproxy("send-proxy-v2", FRONT, server);
                ControlConnection client = logIn("127.0.0.2")) {
            InetSocketAddress port = client.expect("EPSV", 229).on(address(FRONT));
            try (Socket data = ControlConnection.connect(address("127.0.0.2"), port)) {
                client.expect("STOR up", 150);
                data.getOutputStream().write(CONTENT.getBytes(UTF_8));
                await().atMost(20, TimeUnit.SECONDS)
                        .until(() -> client.send("STAT").text().contains(CONTENT.length() + " bytes"));
                data.setSoLinger(true, 0);
            }
            client.expect(426);
            assertThat(home.resolve("up")).hasContent("before");
            assertThat(haproxy.isRunning()).isTrue();
        }
    }

    private static ControlConnection logIn(String client) throws IOException {
        ControlConnection control = ControlConnection.open(client, new InetSocketAddress(address(FRONT), CONTROL));
        control.expect(220);
        return control.logIn("u", "p");
    }

    private static boolean ends(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }
}
