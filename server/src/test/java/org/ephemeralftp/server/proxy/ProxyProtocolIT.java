package org.ephemeralftp.server.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.ephemeralftp.server.proxy.Header.address;
import static org.ephemeralftp.server.proxy.Header.binary;
import static org.ephemeralftp.server.proxy.Header.line;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.ServerConfigBuilder;
import org.ephemeralftp.server.control.SessionObserver;
import org.ephemeralftp.server.control.SessionView;
import org.ephemeralftp.server.lease.LeaseObserver;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.Machine;

/** Connections as a proxy at 127.0.0.9 makes them; clients are who their headers say. */
@Timeout(120)
class ProxyProtocolIT {
    private static final String PROXY = "127.0.0.9";
    private static final String FRONT = "192.0.2.1";
    private static final int PORT = 21020;
    /** As 227 writes it. */
    private static final String PORT_OF_227 = "82,28";

    @TempDir
    private Path home;

    private final List<SessionView> opened = new CopyOnWriteArrayList<>();
    private final List<InetSocketAddress> strangers = new CopyOnWriteArrayList<>();

    @BeforeEach
    void fill() throws IOException {
        Files.writeString(home.resolve("file"), "content");
    }

    private ServerConfigBuilder builder() {
        return EphemeralFtpServer.builder()
                .port(0)
                .passivePorts(String.valueOf(PORT))
                .home(home)
                .user("u", "p")
                .proxyProtocol(PROXY);
    }

    private EphemeralFtpServer start(ServerConfigBuilder builder) throws IOException {
        EphemeralFtpServer server = builder.start();
        server.observe(new SessionObserver() {
            @Override
            public void opened(SessionView session) {
                opened.add(session);
            }
        });
        server.observe(new LeaseObserver() {
            @Override
            public void stranger(InetSocketAddress peer, InetSocketAddress listener) {
                strangers.add(peer);
            }
        });
        return server;
    }

    private static byte[] v1(String client, int port) {
        return line(client, client.contains(":") ? "2001:db8::1" : FRONT, port, 21);
    }

    private static byte[] v2(String client, int port) {
        return binary(client, client.contains(":") ? "2001:db8::1" : FRONT, port, 21, 7);
    }

    private static ControlConnection begin(EphemeralFtpServer server, byte[] header) throws IOException {
        ControlConnection control = ControlConnection.open(PROXY, server.port());
        control.socket().getOutputStream().write(header);
        return control;
    }

    private static ControlConnection logIn(EphemeralFtpServer server, byte[] header) throws IOException {
        ControlConnection control = begin(server, header);
        control.expect(220);
        return control.logIn("u", "p");
    }

    private static Socket data(String from, byte[] first) throws IOException {
        Socket socket = ControlConnection.connect(address(from), new InetSocketAddress(address("127.0.0.1"), PORT));
        socket.getOutputStream().write(first);
        return socket;
    }

    private static byte[] join(byte[] first, String second) {
        byte[] bytes = second.getBytes(UTF_8);
        byte[] all = Arrays.copyOf(first, first.length + bytes.length);
        System.arraycopy(bytes, 0, all, first.length, bytes.length);
        return all;
    }

    /** Whether the server ended it without a byte. */
    private static boolean isTurnedAway(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    /** The reset may come before the client has connected, as it sees it. */
    private static boolean isTurnedAwayAtOnce(String from, byte[] first) throws IOException {
        try (Socket stranger = data(from, first)) {
            return isTurnedAway(stranger);
        } catch (SocketException e) {
            assertThat(e).isNotInstanceOf(ConnectException.class);
            return true;
        }
    }

    private static String receive(ControlConnection control, Socket data) throws IOException {
        control.expect("RETR file", 150);
        try (data) {
            String received = new String(data.getInputStream().readAllBytes(), UTF_8);
            control.expect(226);
            return received;
        }
    }

    @Test
    void nothing_is_said_before_the_header_is_complete() throws Exception {
        for (byte[] header : List.of(v1("192.0.2.7", 4711), v2("192.0.2.7", 4711))) {
            try (EphemeralFtpServer server = start(builder());
                    ControlConnection slow = begin(server, Arrays.copyOf(header, header.length - 1));
                    ControlConnection fast = begin(server, join(header, "NOOP\r\nUSER u\r\n"))) {
                fast.expect(220);
                fast.read();
                fast.expect(331);
                assertThat(slow.socket().getInputStream().available()).isZero();
                assertThat(opened).hasSize(1);
                slow.socket().getOutputStream().write(header, header.length - 1, 1);
                slow.expect(220);
                slow.logIn("u", "p");
            }
            opened.clear();
        }
    }

    @Test
    void a_session_is_its_clients_and_not_its_proxys() throws Exception {
        try (EphemeralFtpServer server =
                        start(builder().maxSessionsPerAddress(1).advertise("192.0.2.8=198.51.100.9"));
                ControlConnection one = logIn(server, v1("192.0.2.7", 4711));
                ControlConnection two = logIn(server, v2("192.0.2.8", 4712));
                ControlConnection again = begin(server, v2("192.0.2.7", 4713))) {
            again.expect(421);
            assertThat(opened)
                    .extracting(SessionView::peer)
                    .containsExactly(
                            new InetSocketAddress(address("192.0.2.7"), 4711),
                            new InetSocketAddress(address("192.0.2.8"), 4712));
            assertThat(opened).extracting(SessionView::local).containsOnly(new InetSocketAddress(address(FRONT), 21));
            assertThat(one.expect("STAT", 211).text()).contains("192.0.2.7").doesNotContain("127.0.0.");
            assertThat(one.expect("PASV", 227).text()).contains("(192,0,2,1," + PORT_OF_227 + ")");
            assertThat(two.expect("PASV", 227).text()).contains("(198,51,100,9," + PORT_OF_227 + ")");
            var snapshot = server.snapshot().addresses().get(0);
            assertThat(snapshot.address()).isEqualTo(address("127.0.0.1"));
            assertThat(snapshot.toString())
                    .contains("192.0.2.7:4711", "192.0.2.8:4712")
                    .doesNotContain(PROXY);
            assertThat(one.expect("PORT 127,0,0,9,200,1", 501).text()).contains("only to the address");
            one.expect("PORT 192,0,2,7,200,1", 200);
        }
    }

    @Test
    void clients_of_one_proxy_share_a_port_and_each_gets_its_own_connection() throws Exception {
        try (EphemeralFtpServer server = start(builder());
                ControlConnection one = logIn(server, v1("192.0.2.7", 4711));
                ControlConnection two = logIn(server, v2("2001:db8::8", 4712))) {
            one.expect("EPSV", 229);
            two.expect("EPSV", 229);
            Socket ofTwo = data(PROXY, v1("2001:db8::8", 5001));
            Socket ofOne = data(PROXY, v2("192.0.2.7", 5002));
            try (Socket stranger = data(PROXY, v2("192.0.2.9", 5003))) {
                assertThat(isTurnedAway(stranger)).isTrue();
            }
            await().untilAsserted(() ->
                    assertThat(strangers).containsExactly(new InetSocketAddress(address("192.0.2.9"), 5003)));
            assertThat(receive(two, ofTwo)).isEqualTo("content");
            one.expect("STOR up", 150);
            try (ofOne) {
                ofOne.getOutputStream().write("PROXY UNKNOWN\r\nis content now".getBytes(UTF_8));
            }
            one.expect(226);
            assertThat(home.resolve("up")).hasContent("PROXY UNKNOWN\r\nis content now");
        }
    }

    @Test
    void what_comes_with_the_header_of_a_data_connection_is_the_transfers() throws Exception {
        try (EphemeralFtpServer server = start(builder());
                ControlConnection control = logIn(server, v1("192.0.2.7", 4711))) {
            for (byte[] header : List.of(v1("192.0.2.7", 5001), v2("192.0.2.7", 5002), v1("192.0.2.7", 5))) {
                control.expect("EPSV", 229);
                data(PROXY, join(header, "content")).close();
                control.expect("STOR up", 150);
                control.expect(226);
                assertThat(home.resolve("up")).hasContent("content");
            }
        }
    }

    @Test
    void a_client_may_come_directly_with_one_of_its_connections() throws Exception {
        try (EphemeralFtpServer server = start(builder());
                ControlConnection relayed = logIn(server, v1("127.0.0.2", 4711));
                ControlConnection direct = ControlConnection.from("127.0.0.3", server)) {
            direct.logIn("u", "p");
            relayed.expect("EPSV", 229);
            direct.expect("EPSV", 229);
            assertThat(receive(direct, data(PROXY, v2("127.0.0.3", 5001)))).isEqualTo("content");
            assertThat(receive(relayed, data("127.0.0.2", new byte[0]))).isEqualTo("content");
            // Active connections go to the client itself, from wherever the kernel finds fit.
            try (ServerSocket client = new ServerSocket(0, 1, address("127.0.0.2"))) {
                relayed.expect(DataMode.port(address("127.0.0.2"), client.getLocalPort()), 200);
                relayed.write("RETR file");
                try (Socket data = client.accept()) {
                    relayed.expect(150);
                    assertThat(data.getInputStream().readAllBytes()).asString().isEqualTo("content");
                }
                relayed.expect(226);
            }
        }
    }

    /** An IPv6 client, a proxy, and a server that only has IPv4. */
    @Test
    void the_clients_protocol_counts_and_not_the_proxys() throws Exception {
        Assumptions.assumeTrue(Machine.hasIpv6(), "This machine has no IPv6 loopback address");
        try (EphemeralFtpServer server = start(builder());
                ControlConnection control = logIn(server, v2("::1", 4711))) {
            control.expect("PASV", 425);
            assertThat(control.expect("EPSV 1", 522).text()).contains("(2)");
            control.expect("EPSV 2", 229);
            assertThat(receive(control, data(PROXY, v2("::1", 5001)))).isEqualTo("content");
            control.expect("EPRT |1|127.0.0.1|50000|", 522);
            try (ServerSocket client = new ServerSocket(0, 1, address("::1"))) {
                control.expect(DataMode.eprt(address("::1"), client.getLocalPort()), 200);
                control.write("RETR file");
                try (Socket data = client.accept()) {
                    control.expect(150);
                    assertThat(data.getInputStream().readAllBytes()).asString().isEqualTo("content");
                }
                control.expect(226);
            }
        }
    }

    @Test
    void a_proxys_own_connections_are_the_proxys() throws Exception {
        try (EphemeralFtpServer server = start(builder());
                ControlConnection control = logIn(server, Header.LOCAL)) {
            assertThat(opened).extracting(view -> view.peer().getAddress()).containsExactly(address(PROXY));
            assertThat(control.expect("PASV", 227).text()).contains("(127,0,0,1,");
            assertThat(receive(control, data(PROXY, line("PROXY UNKNOWN")))).isEqualTo("content");
        }
    }

    @Test
    void what_is_no_header_ends_the_connection_and_nothing_else() throws Exception {
        try (EphemeralFtpServer server = start(builder());
                ControlConnection control = logIn(server, v1("192.0.2.7", 4711))) {
            control.expect("EPSV", 229);
            for (byte[] wrong : List.of(line("USER u"), line("PROXY TCP4 192.0.2.7"), new byte[] {0x16, 3, 1})) {
                try (ControlConnection refused = begin(server, wrong);
                        Socket data = data(PROXY, wrong)) {
                    assertThat(isTurnedAway(refused.socket())).isTrue();
                    assertThat(isTurnedAway(data)).isTrue();
                }
            }
            try (ControlConnection mute = begin(server, new byte[0]);
                    Socket data = data(PROXY, new byte[0])) {
                mute.socket().shutdownOutput();
                data.shutdownOutput();
                assertThat(isTurnedAway(mute.socket())).isTrue();
                assertThat(isTurnedAway(data)).isTrue();
            }
            assertThat(opened).hasSize(1);
            await().until(() -> strangers.size() == 4);
            assertThat(receive(control, data(PROXY, v1("192.0.2.7", 5001)))).isEqualTo("content");
        }
    }

    @Test
    void a_header_that_does_not_come_is_not_waited_for() throws Exception {
        try (EphemeralFtpServer server = start(builder());
                ControlConnection control = logIn(server, v1("192.0.2.7", 4711))) {
            control.expect("EPSV", 229);
            byte[] part = Arrays.copyOf(v2("192.0.2.7", 5001), 20);
            try (ControlConnection slow = begin(server, part);
                    Socket data = data(PROXY, part)) {
                assertThat(isTurnedAway(slow.socket())).isTrue();
                assertThat(isTurnedAway(data)).isTrue();
            }
            assertThat(opened).hasSize(1);
            assertThat(receive(control, data(PROXY, v1("192.0.2.7", 5001)))).isEqualTo("content");
        }
    }

    /** Who was turned away had sent a header, and was not too late. */
    @Test
    void connections_without_a_header_are_limited_too() throws Exception {
        byte[] header = v2("192.0.2.7", 4711);
        try (EphemeralFtpServer server = start(builder().maxSessions(1))) {
            await().atMost(20, TimeUnit.SECONDS).until(() -> {
                try (ControlConnection silent = begin(server, new byte[0]);
                        ControlConnection refused = begin(server, header)) {
                    assertThat(silent.socket().isConnected()).isTrue();
                    return isTurnedAway(refused.socket());
                }
            });
            await().atMost(20, TimeUnit.SECONDS).until(() -> {
                try (ControlConnection admitted = begin(server, header)) {
                    return admitted.socket().getInputStream().read() == '2';
                } catch (SocketException e) {
                    return false;
                }
            });
        }
    }

    @Test
    void a_header_of_anybody_else_is_not_believed() throws Exception {
        try (EphemeralFtpServer server = start(builder());
                ControlConnection liar = ControlConnection.from("127.0.0.5", server)) {
            liar.write("PROXY TCP4 192.0.2.7 192.0.2.1 4711 21");
            assertThat(liar.read().code()).isBetween(500, 530);
            assertThat(opened).extracting(view -> view.peer().getAddress()).containsExactly(address("127.0.0.5"));
            liar.logIn("u", "p");
            assertThat(liar.send("PROXY TCP4 192.0.2.7 192.0.2.1 4711 21").code())
                    .isBetween(500, 502);
            liar.expect("EPSV", 229);
            data("127.0.0.5", join(v1("192.0.2.7", 5001), "content")).close();
            liar.expect("STOR up", 150);
            liar.expect(226);
            assertThat(home.resolve("up")).content().startsWith("PROXY TCP4").endsWith("content");
            try (ControlConnection other = logIn(server, v1("192.0.2.7", 4712))) {
                other.expect("EPSV", 229);
                assertThat(isTurnedAwayAtOnce("127.0.0.5", v1("192.0.2.7", 5002)))
                        .isTrue();
                assertThat(receive(other, data(PROXY, v1("192.0.2.7", 5003)))).isEqualTo("content");
            }
        }
    }
}
