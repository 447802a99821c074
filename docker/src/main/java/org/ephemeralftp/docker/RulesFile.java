package org.ephemeralftp.docker;

import com.github.dockerjava.api.model.ContainerNetwork;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The file in a container that tells its server what to advertise to whom. Docker chooses ports only when the container
 * starts, so the program in it waits for this file.
 */
final class RulesFile {
    /** Not in a directory that tests are likely to mount something over: what is copied below a mount is not seen. */
    static final String PATH = "/etc/ephemeral-ftp.advertise";

    /** The last line: without it the file is only half copied. */
    private static final String END = "# That is all.";

    /** It ends by itself, because nobody would write the file if the tests were killed before. */
    private static final String START = """
            tries=0
            until grep -qsx '%s' "$0"; do
                tries=$((tries + 1))
                if [ "$tries" -gt 600 ]; then
                    echo "ephemeral-ftp: nobody wrote $0, so the server does not know its ports outside" >&2
                    exit 1
                fi
                sleep 0.05
            done
            exec "$@"
            """.formatted(END);

    private RulesFile() {}

    /** What a container is to run so that the program starts when the file is there. */
    static String[] waitFor(String... program) {
        return Stream.concat(Stream.of("sh", "-c", START, PATH), Arrays.stream(program))
                .toArray(String[]::new);
    }

    /**
     * The rules. The first one that fits a client counts.
     *
     * <p>Clients on the networks are told the address there. Those on Docker's host come from the gateway's address in most
     * cases, all others from anywhere: they are told the host, and its ports.
     *
     * @param networks those that the container is in
     * @param host where Docker publishes ports
     * @param ports the port on the host, by the port of the container
     */
    static String content(Collection<ContainerNetwork> networks, String host, Map<Integer, Integer> ports) {
        String outside = ipv4(host) + "/"
                + ports.entrySet().stream()
                        .map(port -> port.getKey() + "=" + port.getValue())
                        .collect(Collectors.joining(","));
        // Programs in the container itself, too.
        List<String> lines = new ArrayList<>(List.of("127.0.0.0/8=127.0.0.1", "::1=::1"));
        for (ContainerNetwork network : networks) {
            add(lines, network.getGateway(), network.getIpAddress(), network.getIpPrefixLen(), outside);
            add(
                    lines,
                    network.getIpV6Gateway(),
                    network.getGlobalIPv6Address(),
                    network.getGlobalIPv6PrefixLen(),
                    outside);
        }
        lines.add(outside);
        lines.add(END);
        return String.join("\n", lines) + "\n";
    }

    private static void add(
            List<String> lines,
            @Nullable String gateway,
            @Nullable String address,
            @Nullable Integer prefixLength,
            String outside) {
        if (gateway != null && !gateway.isEmpty()) {
            lines.add(gateway + "=" + outside);
        }
        if (address != null && !address.isEmpty() && prefixLength != null) {
            lines.add(address + "/" + prefixLength + "=" + address);
        }
    }

    /** As this machine knows it, since the container may know another host by the name; 227 has room for IPv4 only. */
    private static String ipv4(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .filter(Inet4Address.class::isInstance)
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElse(host);
        } catch (UnknownHostException e) {
            return host;
        }
    }
}
