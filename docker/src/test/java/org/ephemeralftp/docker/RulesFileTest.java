package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.ContainerNetwork;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.server.advertise.AdvertiseRules;
import org.ephemeralftp.server.advertise.Advertisement;
import org.ephemeralftp.server.advertise.Advertiser;
import org.ephemeralftp.server.ports.PortSet;

/** The rules, as the server understands them. */
class RulesFileTest {
    private static final Map<Integer, Integer> PORTS = new TreeMap<>(Map.of(61_000, 32_771, 61_001, 32_805));

    private static final List<ContainerNetwork> NETWORKS = List.of(
            new ContainerNetwork()
                    .withGateway("172.17.0.1")
                    .withIpv4Address("172.17.0.3")
                    .withIpPrefixLen(16),
            new ContainerNetwork()
                    .withGateway("172.18.0.1")
                    .withIpv4Address("172.18.0.9")
                    .withIpPrefixLen(24)
                    .withIpV6Gateway("fd00::1")
                    .withGlobalIPv6Address("fd00::9")
                    .withGlobalIPv6PrefixLen(64));

    /** Such as that of a network that is cut off from the host. */
    private static final ContainerNetwork WITHOUT_GATEWAY =
            new ContainerNetwork().withGateway("").withIpv4Address("10.9.0.2").withIpPrefixLen(24);

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0} is told {1} port {2}")
    @CsvSource({
        "172.17.0.1, 192.0.2.7, 32771",
        "172.17.0.2, 172.17.0.3, 61000",
        "172.17.255.254, 172.17.0.3, 61000",
        "172.18.0.1, 192.0.2.7, 32771",
        "172.18.0.2, 172.18.0.9, 61000",
        "172.18.1.2, 192.0.2.7, 32771",
        "198.51.100.5, 192.0.2.7, 32771",
        "127.0.0.1, 127.0.0.1, 61000",
    })
    void clientsAreToldWhatTheyCanReach(String client, String host, int port) throws Exception {
        try (Advertiser server = server(RulesFile.content(NETWORKS, "192.0.2.7", PORTS))) {
            Advertisement told = server.to(InetAddress.getByName(client));

            assertThat(told.ipv4((Inet4Address) InetAddress.getByName("203.0.113.1")))
                    .isEqualTo(InetAddress.getByName(host));
            assertThat(told.port(61_000)).isEqualTo(port);
        }
    }

    @ParameterizedTest(name = "{0} is told port {1}")
    @CsvSource({"fd00::1, 32805", "fd00::2, 61001", "2001:db8::1, 32805", "::1, 61001"})
    void theSameHoldsOverIPv6(String client, int port) throws Exception {
        try (Advertiser server = server(RulesFile.content(NETWORKS, "192.0.2.7", PORTS))) {
            assertThat(server.to(InetAddress.getByName(client)).port(61_001)).isEqualTo(port);
        }
    }

    @Test
    void aNameIsLookedUpHere() throws Exception {
        try (Advertiser server = server(RulesFile.content(List.of(WITHOUT_GATEWAY), "localhost", PORTS))) {
            Advertisement told = server.to(InetAddress.getByName("198.51.100.5"));

            assertThat(told.ipv4((Inet4Address) InetAddress.getByName("203.0.113.1"))
                            .getHostAddress())
                    .isEqualTo("127.0.0.1");
        }
    }

    private Advertiser server(String rules) throws Exception {
        Path file = Files.writeString(directory.resolve("rules"), rules);
        return new Advertiser(AdvertiseRules.NONE, file, PortSet.parse("61000-61001"));
    }

    @Test
    void theProgramStartsWithItsArgumentsWhenTheLastLineIsThere() throws Exception {
        Path file = Files.writeString(directory.resolve("rules"), RulesFile.content(NETWORKS, "192.0.2.7", PORTS));
        String[] command = RulesFile.waitFor("printf", "%s|", "two words", "$HOME");
        command[3] = file.toString();

        assertThat(Program.run(directory, command).out()).isEqualTo("two words|$HOME|");
    }

    @Test
    void halfOfTheFileIsNotEnough() throws Exception {
        String whole = RulesFile.content(NETWORKS, "192.0.2.7", PORTS);
        Path file = Files.writeString(directory.resolve("rules"), whole.substring(0, whole.length() - 3));
        String[] command = RulesFile.waitFor("echo", "started");
        command[3] = file.toString();
        // So that it gives up soon.
        command[2] = command[2].replace("-gt 600", "-gt 3");

        Program program = Program.run(directory, command);

        assertThat(program.status()).as(program.toString()).isEqualTo(1);
        assertThat(program.output()).doesNotContain("started").contains("nobody wrote " + file);
    }
}
