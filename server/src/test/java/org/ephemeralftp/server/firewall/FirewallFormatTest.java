package org.ephemeralftp.server.firewall;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.ServerConfigBuilder;
import org.ephemeralftp.server.ports.PortSet;
import org.ephemeralftp.server.tls.TlsConfig;
import org.ephemeralftp.server.tls.TlsMode;

class FirewallFormatTest {
    private static final PortSet KERNEL = PortSet.range(32768, 60999);
    private static final List<String> BOTH = List.of("203.0.113.2", "2001:db8:5::2");

    private static ServerConfigBuilder plain() {
        return EphemeralFtpServer.builder().anonymous(true).passivePorts("50000-50003,50005");
    }

    private static ServerConfigBuilder tls() {
        return plain().tls(TlsConfig.builder()
                .mode(TlsMode.OPTIONAL)
                .implicitPort(990)
                .build());
    }

    private static FirewallRequest request(
            ServerConfigBuilder config, Side side, List<String> addresses, boolean helper) {
        List<InetAddress> server = new ArrayList<>();
        for (String address : addresses) {
            try {
                server.add(InetAddress.getByName(address));
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }
        return new FirewallRequest(config.build(), side, server, helper, KERNEL);
    }

    private static String print(String format, FirewallRequest request) {
        FirewallFormat named = FirewallFormat.all().stream()
                .filter(each -> each.name().equals(format))
                .findFirst()
                .orElseThrow();
        named.require(request.side());
        return named.lines(request).stream().map(line -> line + "\n").collect(joining());
    }

    static Stream<Arguments> golden() {
        return Stream.of(
                Arguments.of("nftables", "server", request(tls(), Side.SERVER, List.of(), false)),
                Arguments.of("nftables", "router-helper", request(plain().activePorts("20"), Side.ROUTER, BOTH, true)),
                Arguments.of("nftables", "client", request(tls(), Side.CLIENT, BOTH.subList(0, 1), false)),
                Arguments.of("iptables", "server-helper", request(plain(), Side.SERVER, List.of(), true)),
                Arguments.of(
                        "iptables",
                        "router",
                        request(tls().activePorts("20-21,25").port(2121), Side.ROUTER, BOTH, false)),
                Arguments.of("firewalld", "server", request(tls(), Side.SERVER, BOTH, false)),
                Arguments.of("firewalld", "client-helper", request(plain(), Side.CLIENT, BOTH, true)),
                Arguments.of("ufw", "server", request(tls(), Side.SERVER, List.of(), false)),
                Arguments.of(
                        "compose",
                        "server",
                        request(
                                tls().advertise("192.0.2.1/50000=32771,50001=32772,50005=32805"),
                                Side.SERVER,
                                BOTH,
                                false)));
    }

    /** These texts were read, and those of nftables and iptables are loaded into a kernel elsewhere. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void golden(String format, String name, FirewallRequest request) throws IOException {
        String file = format + "-" + name + ".txt";
        try (InputStream expected = Objects.requireNonNull(getClass().getResourceAsStream(file), file)) {
            assertThat(print(format, request)).isEqualTo(new String(expected.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** However ragged the set of ports is. */
    @ParameterizedTest
    @CsvSource({"nftables", "firewalld", "ufw", "compose"})
    void every_port_is_opened_exactly_once(String format) {
        PortSet passive = PortSet.parse("990,1024-1030,1032,2000-2999,!2500,65535");
        ServerConfigBuilder config = tls().passivePorts(passive);

        List<Integer> opened = Pattern.compile("(?<![\\d.:-])(\\d+)(?:[-:](\\d+))?(?=[ ,/:\"]|$)")
                .matcher(openings(print(format, request(config, Side.SERVER, List.of(), false))))
                .results()
                .flatMap(FirewallFormatTest::ports)
                .toList();

        assertThat(opened).doesNotHaveDuplicates();
        assertThat(PortSet.of(opened.stream().mapToInt(port -> port).toArray()))
                .isEqualTo(passive.without(990).union(PortSet.of(21, 990)));
    }

    @Test
    void iptables_opens_every_port_exactly_once_in_each_family() {
        PortSet passive = PortSet.parse("1024-1030,1032,2000-2999,!2500,65535");
        String text = print("iptables", request(plain().passivePorts(passive), Side.SERVER, List.of(), false));
        for (String family : text.split("COMMIT", -1)) {
            List<Integer> opened = Pattern.compile("(?m)^-A .* --dport (\\d+)(?::(\\d+))?")
                    .matcher(family)
                    .results()
                    .flatMap(FirewallFormatTest::ports)
                    .toList();
            if (family.contains("*filter")) {
                assertThat(opened).doesNotHaveDuplicates();
                assertThat(PortSet.of(opened.stream().mapToInt(port -> port).toArray()))
                        .isEqualTo(passive.union(PortSet.of(21)));
            }
        }
    }

    /** Where ports are opened, in the formats that have a line for that. */
    private static String openings(String text) {
        return Pattern.compile("(?m)^(?!\\s*#).*(?:tcp dport|--add-port=|ufw allow|- \")(.*)$")
                .matcher(text)
                .results()
                .map(line -> line.group(1).replaceAll(":[0-9-]+\"$", "\"").replaceFirst("comment.*", ""))
                .collect(joining("\n"));
    }

    private static Stream<Integer> ports(MatchResult range) {
        int first = Integer.parseInt(range.group(1));
        int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
        return PortSet.range(first, last).stream().boxed();
    }

    @Test
    void the_bound_address_limits_the_rules_unless_others_are_named() throws UnknownHostException {
        ServerConfigBuilder config = plain().bindAddress(InetAddress.getByName("203.0.113.2"));

        assertThat(print("nftables", request(config, Side.SERVER, List.of(), false)))
                .contains("ip daddr 203.0.113.2 jump ftp")
                .doesNotContain("ip6 ");
        assertThat(print("nftables", request(config, Side.ROUTER, List.of("10.0.0.1"), false)))
                .contains("ip daddr 10.0.0.1 jump to_server")
                .doesNotContain("203.0.113.2");
        // Inside the container it is another than outside.
        assertThat(print("compose", request(config, Side.SERVER, List.of(), false)))
                .contains("\"21:21\"");
    }

    @Test
    void a_wildcard_limits_nothing() throws UnknownHostException {
        ServerConfigBuilder config = plain().bindAddress(InetAddress.getByName("0.0.0.0"));

        assertThat(print("ufw", request(config, Side.SERVER, List.of(), false))).contains("ufw allow 21/tcp");
    }

    @Test
    void clients_go_to_the_ports_they_are_told() {
        ServerConfigBuilder config = plain().advertise("192.0.2.1/50000=32771");

        assertThat(print("nftables", request(config, Side.CLIENT, BOTH, false)))
                .contains("tcp dport { 32771, 50001-50003, 50005 }");
        assertThat(print("nftables", request(config, Side.ROUTER, BOTH, false)))
                .contains("tcp dport { 50000-50003, 50005 }");
    }

    @Test
    void clients_that_a_port_map_is_not_for_go_to_the_ports_themselves() {
        for (List<String> rules : List.of(
                List.of("10.0.0.0/8=10.0.0.5", "1.2.3.4/50000=60000"),
                List.of("198.51.100.0/24=1.2.3.4/50000=60000"),
                // Those that come over IPv6 are told no address, but a port.
                List.of("0.0.0.0/0=1.2.3.4/50000=60000"))) {
            ServerConfigBuilder some = plain().passivePorts("50000-50001");
            rules.forEach(some::advertise);

            assertThat(print("nftables", request(some, Side.CLIENT, BOTH, false)))
                    .contains("tcp dport { 50000-50001, 60000 }");
            assertThat(print("compose", request(some, Side.SERVER, List.of(), false)))
                    .contains("\"50000-50001:50000-50001\"", "\"60000:50000\"");
        }
    }

    @Test
    void compose_publishes_a_number_once() {
        ServerConfigBuilder config = plain().passivePorts("50000-50001")
                .advertise("10.0.0.0/8=10.0.0.5")
                .advertise("1.2.3.4/50000=50001,50001=50000");

        assertThat(print("compose", request(config, Side.SERVER, List.of(), false)))
                .contains("\"50000:50001\"", "\"50001:50000\"")
                .doesNotContain("50000-50001:");
    }

    @Test
    void compose_warns_of_many_ports_and_of_an_address_nobody_reaches() {
        ServerConfigBuilder many = EphemeralFtpServer.builder().anonymous(true);

        assertThat(print("compose", request(many, Side.SERVER, List.of(), false)))
                .contains("a proxy process of Docker's, 16384 for these")
                .contains("--advertise HOST");
        assertThat(print("compose", request(plain().advertise("192.0.2.1"), Side.SERVER, List.of(), false)))
                .doesNotContain("CAUTION")
                .doesNotContain("--advertise");
    }

    @ParameterizedTest
    @CsvSource({
        "ufw, ROUTER, false, '--side router is none that --format ufw has: it has server;'",
        "compose, CLIENT, false, '--side client is none that --format compose has: it has server;'",
        "firewalld, ROUTER, false, '--side router is none that --format firewalld has: it has server and client;'",
        "firewalld, CLIENT, false, '--side client without --helper'",
        "ufw, SERVER, true, '--helper is nothing that ufw'",
        "compose, SERVER, true, '--helper is nothing that a Compose file knows'",
    })
    void refuses_what_a_format_cannot_say(String format, Side side, boolean helper, String message) {
        FirewallRequest request = request(plain(), side, BOTH, helper);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> print(format, request))
                .withMessageStartingWith(message);
    }

    @Test
    void refuses_what_cannot_be_meant() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(tls(), Side.SERVER, List.of(), true))
                .withMessageStartingWith("--helper cannot be had with --tls optional");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(plain().port(0), Side.SERVER, List.of(), false))
                .withMessageStartingWith("--port 0 lets the system choose");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(
                        plain().tls(TlsConfig.builder()
                                .mode(TlsMode.REQUIRED)
                                .implicitPort(0)
                                .build()),
                        Side.SERVER,
                        List.of(),
                        false))
                .withMessageStartingWith("--implicit-tls-port 0 lets the system choose");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(plain(), Side.ROUTER, List.of(), false))
                .withMessageStartingWith("--side router needs the server's address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(plain(), Side.SERVER, List.of("0.0.0.0"), false))
                .withMessageStartingWith("--server 0.0.0.0 is not the address of a host");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        print("firewalld", request(plain(), Side.SERVER, List.of("203.0.113.2", "203.0.113.3"), false)))
                .withMessageStartingWith("--server names 2 IPv4 addresses");
    }
}
