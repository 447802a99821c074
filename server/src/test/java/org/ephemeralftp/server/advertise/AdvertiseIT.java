package org.ephemeralftp.server.advertise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.ServerConfigBuilder;
import org.ephemeralftp.server.control.ControlConfig;
import org.ephemeralftp.server.control.ControlPlane;
import org.ephemeralftp.server.data.ActivePorts;
import org.ephemeralftp.server.data.DataPlane;
import org.ephemeralftp.server.files.HomeFileSystem;
import org.ephemeralftp.server.lease.LeaseConfig;
import org.ephemeralftp.server.lease.PeerCheck;
import org.ephemeralftp.server.lease.PortLeases;
import org.ephemeralftp.server.ports.PortSet;
import org.ephemeralftp.server.proxy.TrustedProxies;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.testing.Reply;
import org.ephemeralftp.server.users.Account;
import org.ephemeralftp.server.users.Accounts;
import org.ephemeralftp.server.users.LoginLimits;

/** What clients with different addresses are told over their control connections. */
@Timeout(120)
class AdvertiseIT {
    private static final int PORT = 22180;
    private static final PortSet PORTS = PortSet.of(PORT);
    /** 22180 as 227 writes it, then 32771. */
    private static final String BOUND = "86,164";

    private static final String MAPPED = "128,3";

    @TempDir
    private Path home;

    @BeforeEach
    void fill() throws IOException {
        Files.writeString(home.resolve("file"), "content");
    }

    private ServerConfigBuilder server() {
        return EphemeralFtpServer.builder()
                .port(0)
                .passivePorts(PORTS)
                .home(home)
                .anonymous(true);
    }

    private static ControlConnection client(String address, int port) throws IOException {
        ControlConnection control = ControlConnection.open(address, port);
        control.expect(220);
        return control.logIn("anonymous", "x");
    }

    private static String told(String client, int port, String command) throws IOException {
        try (ControlConnection control = client(client, port)) {
            return control.send(command).text();
        }
    }

    @Test
    void each_client_is_told_what_the_first_rule_for_it_says() throws Exception {
        try (EphemeralFtpServer server = server().advertise("127.0.0.2=192.0.2.2")
                .advertise("127.0.0.0/30=192.0.2.3/22180=32771")
                .start()) {
            int port = server.port();
            assertThat(told("127.0.0.2", port, "PASV")).startsWith("227 ").contains("(192,0,2,2," + BOUND + ")");
            assertThat(told("127.0.0.2", port, "EPSV")).startsWith("229 ").contains("(|||22180|)");
            assertThat(told("127.0.0.3", port, "PASV")).startsWith("227 ").contains("(192,0,2,3," + MAPPED + ")");
            assertThat(told("127.0.0.3", port, "EPSV")).startsWith("229 ").contains("(|||32771|)");
            assertThat(told("127.0.0.4", port, "PASV")).startsWith("227 ").contains("(127,0,0,1," + BOUND + ")");
            assertThat(told("127.0.0.4", port, "EPSV")).startsWith("229 ").contains("(|||22180|)");
        }
    }

    @Test
    void the_ports_of_a_rule_hold_over_ipv6_too() throws Exception {
        Assumptions.assumeTrue(Machine.hasIpv6(), "This machine has no IPv6 loopback address");
        try (EphemeralFtpServer server =
                server().advertise("::/0=2001:db8::1/22180=32771").start()) {
            assertThat(told("::1", server.port(), "EPSV")).startsWith("229 ").contains("(|||32771|)");
            assertThat(told("127.0.0.1", server.port(), "EPSV"))
                    .startsWith("229 ")
                    .contains("(|||22180|)");
        }
    }

    /** The client connects to the outside of a router that sends 127.0.0.1:32771 on to port 22180. */
    @Test
    void only_what_is_told_changes_and_the_lease_is_as_ever() throws Exception {
        try (EphemeralFtpServer server =
                        server().advertise("192.0.2.3/22180=32771").start();
                ControlConnection control = client("127.0.0.2", server.port())) {
            Reply reply = control.expect("PASV", 227);
            assertThat(reply.port()).isEqualTo(32771);
            assertThat(server.snapshot().counts().pending()).isEqualTo(1);
            try (Socket data =
                    ControlConnection.connect(control.client(), new InetSocketAddress(control.server(), PORT))) {
                control.expect("RETR file", 150);
                assertThat(data.getInputStream().readAllBytes()).asString().isEqualTo("content");
            }
            control.expect(226);
        }
    }

    @Test
    void what_cannot_be_told_is_answered_425_and_takes_no_port() throws Exception {
        try (EphemeralFtpServer server = server().advertise("127.0.0.2=no-such-host.invalid")
                        .advertise("2001:db8::1")
                        .start();
                ControlConnection unresolved = client("127.0.0.2", server.port());
                ControlConnection ipv6Host = client("127.0.0.3", server.port())) {
            assertThat(unresolved.expect("PASV", 425).text()).contains("no-such-host.invalid", "use EPSV");
            assertThat(ipv6Host.expect("PASV", 425).text()).contains("use EPSV");
            assertThat(server.snapshot().totals().granted()).isZero();
            unresolved.expect("EPSV", 229);
            ipv6Host.expect("EPSV", 229);
        }
    }

    @Test
    void a_file_that_is_replaced_counts_from_then_on_also_for_who_is_logged_in() throws Exception {
        Path file = Files.writeString(home.resolve("rules"), "127.0.0.0/8=192.0.2.1\n");
        try (EphemeralFtpServer server = server().advertise("127.0.0.3=192.0.2.3")
                        .advertiseFile(file)
                        .start();
                ControlConnection control = client("127.0.0.2", server.port())) {
            assertThat(control.expect("PASV", 227).text()).contains("(192,0,2,1," + BOUND + ")");
            replace(file, "127.0.0.0/8=192.0.2.9/22180=32771\n");
            await().atMost(20, TimeUnit.SECONDS)
                    .untilAsserted(() ->
                            assertThat(control.expect("PASV", 227).text()).contains("(192,0,2,9," + MAPPED + ")"));
            assertThat(told("127.0.0.3", server.port(), "PASV")).contains("(192,0,2,3," + BOUND + ")");
            replace(file, "");
            await().atMost(20, TimeUnit.SECONDS)
                    .untilAsserted(
                            () -> assertThat(control.expect("PASV", 227).text()).contains("(127,0,0,1," + BOUND + ")"));
        }
    }

    private void replace(Path file, String content) throws IOException {
        Path next = Files.writeString(home.resolve("next"), content);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void a_name_is_resolved_again_when_its_answer_is_old() throws Exception {
        ScriptedResolver resolver = new ScriptedResolver();
        ManualTicker ticker = new ManualTicker();
        resolver.answer("ftp.example.org", "192.0.2.1");
        AdvertiseRules rules = AdvertiseRules.of(
                Stream.of("127.0.0.2=ftp.example.org").map(AdvertiseRule::parse).toList(), PORTS);
        Advertiser advertiser = new Advertiser(rules, null, PORTS, resolver, ticker);
        Duration limit = Duration.ofSeconds(30);
        try (PortLeases leases = PortLeases.start(LeaseConfig.builder(PORTS).build());
                DataPlane data = new DataPlane(leases, PeerCheck.on(), new ActivePorts(), limit, limit);
                ControlPlane plane = new ControlPlane(
                        new ControlConfig(
                                new InetSocketAddress(Machine.address("127.0.0.1"), 0),
                                10,
                                10,
                                LoginLimits.defaults(),
                                limit,
                                Duration.ZERO,
                                false,
                                TrustedProxies.none(),
                                null),
                        data,
                        advertiser,
                        Accounts.builder().anonymous(home).build(),
                        new HomeFileSystem(user -> ((Account) user).home()));
                advertiser) {
            plane.start();
            advertiser.start();
            try (ControlConnection control = client("127.0.0.2", plane.address().getPort())) {
                assertThat(control.expect("PASV", 227).text()).contains("(192,0,2,1,");
                resolver.answer("ftp.example.org", "192.0.2.2");
                assertThat(control.expect("PASV", 227).text()).contains("(192,0,2,1,");
                ticker.advance(ResolvedName.AGE);
                await().atMost(20, TimeUnit.SECONDS)
                        .untilAsserted(() ->
                                assertThat(control.expect("PASV", 227).text()).contains("(192,0,2,2,"));
                resolver.forget("ftp.example.org");
                int asked = resolver.asked("ftp.example.org");
                ticker.advance(ResolvedName.AGE);
                await().atMost(20, TimeUnit.SECONDS).until(() -> resolver.asked("ftp.example.org") > asked);
                assertThat(control.expect("PASV", 227).text()).contains("(192,0,2,2,");
            }
        }
    }

    @Test
    void closing_leaves_no_thread() throws Exception {
        Path file = Files.writeString(home.resolve("rules"), "localhost\n");
        EphemeralFtpServer server = server().advertiseFile(file).start();
        try {
            assertThat(told("127.0.0.2", server.port(), "PASV")).contains("(127,0,0,1," + BOUND + ")");
            assertThat(advertiserThreads()).isNotEmpty();
        } finally {
            server.close();
        }
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(advertiserThreads()).isEmpty());
    }

    private static List<String> advertiserThreads() {
        return Machine.serverThreads().stream()
                .filter(name -> name.matches("ephemeral-ftp-(advertise|resolve)-.*"))
                .toList();
    }
}
