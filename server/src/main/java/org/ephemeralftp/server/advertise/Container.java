package org.ephemeralftp.server.advertise;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.ports.PortSet;

/**
 * The container this program runs in.
 *
 * @param kind what it looks like: Docker, Podman, Kubernetes, or any
 */
public record Container(String kind) {
    /** The control groups that container engines make; not those of the engine itself, such as docker.service. */
    private static final Pattern CONTROL_GROUP = Pattern.compile(
            "/(docker|libpod|cri-containerd|crio|ecs)[-/][0-9a-f]{12}|/kubepods[./-]|/lxc(\\.payload)?[./]");

    private static final int MANY_PORTS = 200;

    /** The container, if this is one. */
    public static Optional<Container> detect() {
        return detect(Path.of("/"), System.getenv());
    }

    static Optional<Container> detect(Path root, Map<String, String> environment) {
        String kind = null;
        if (environment.containsKey("KUBERNETES_SERVICE_HOST")) {
            kind = "Kubernetes";
        } else if (Files.exists(root.resolve("run/.containerenv"))) {
            kind = "Podman";
        } else if (Files.exists(root.resolve(".dockerenv"))) {
            kind = "Docker";
        } else if (!environment.getOrDefault("container", "").isBlank() || hasControlGroup(root)) {
            // systemd's container interface names the variable.
            kind = "any";
        }
        return Optional.ofNullable(kind).map(Container::new);
    }

    private static boolean hasControlGroup(Path root) {
        try {
            String groups = Files.readString(root.resolve("proc/self/cgroup"), StandardCharsets.ISO_8859_1);
            return CONTROL_GROUP.matcher(groups).find();
        } catch (IOException e) {
            // Not Linux.
            return false;
        }
    }

    /** The addresses at which others may reach a server that is bound to this one, or to all. */
    static List<InetAddress> addresses(@Nullable InetAddress bindAddress) {
        if (bindAddress != null && !bindAddress.isAnyLocalAddress()) {
            return bindAddress.isLoopbackAddress() ? List.of() : List.of(bindAddress);
        }
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    /** What clients outside of the container will see, and what to do; empty if they see an address of the outside. */
    Optional<String> advice(List<InetAddress> addresses, PortSet ports) {
        List<InetAddress> ipv4 =
                addresses.stream().filter(Inet4Address.class::isInstance).toList();
        // 227 tells IPv4 addresses only, so that IPv6 addresses matter where there are no others.
        List<InetAddress> told = ipv4.isEmpty() ? addresses : ipv4;
        if (told.isEmpty() || !told.stream().allMatch(HostAddress::isPrivate)) {
            return Optional.empty();
        }
        String what = told.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(" or "));
        return Optional.of("This is a container" + (kind.equals("any") ? "" : " (" + kind + ")")
                + ": clients outside of it are told to connect to " + what + " and the port numbers inside, which they"
                + " may not reach. Start with --advertise HOST, the address they use, and publish the passive ports "
                + published(ports) + ", or map them: --advertise HOST/" + ports.first() + "=OUTSIDE,...");
    }

    /** Engines run a process for each published port. */
    private String published(PortSet ports) {
        if (ports.size() > MANY_PORTS) {
            return "1:1 (choose fewer than these " + ports.size() + ": --passive-ports 50000-50009)";
        }
        if (kind.equals("Kubernetes")) {
            return "1:1";
        }
        return "1:1 ("
                + ports.ranges().stream()
                        .map(range -> "-p " + range + ":" + range)
                        .collect(Collectors.joining(" "))
                + ")";
    }
}
