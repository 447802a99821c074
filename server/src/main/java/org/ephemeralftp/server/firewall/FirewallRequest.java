package org.ephemeralftp.server.firewall;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.ServerConfig;
import org.ephemeralftp.server.advertise.AdvertiseRule;
import org.ephemeralftp.server.advertise.PortMap;
import org.ephemeralftp.server.ports.PortSet;
import org.ephemeralftp.server.tls.TlsMode;

/**
 * What rules are asked for, and thereby what a configuration needs of a firewall.
 *
 * @param config the configuration of the server
 * @param side the host the rules are for
 * @param named the server's addresses, as far as they are named; empty means the one it is bound to
 * @param helper whether the kernel's FTP helper opens data connections, instead of rules that open all their ports
 * @param kernelPorts where the server's kernel takes the ports of its own connections from; empty if that is unknown
 */
public record FirewallRequest(
        ServerConfig config, Side side, List<InetAddress> named, boolean helper, PortSet kernelPorts) {
    /** The ports a client can name in PORT and EPRT: the server refuses lower ones (RFC 2577, section 3). */
    private static final PortSet CLIENTS = PortSet.range(1024, PortSet.HIGHEST_PORT);

    /** @throws IllegalArgumentException if there can be no such rules; the message names the option */
    public FirewallRequest {
        named = checked(named);
        requireNumber("--port", config.port());
        Integer implicit = config.tls().implicitPort();
        if (implicit != null) {
            requireNumber("--implicit-tls-port", implicit);
        }
        if (opensAdmin(side, named, config)) {
            requireNumber("--admin-port", config.admin().port());
        }
        if (side != Side.SERVER && addresses(named, config).isEmpty()) {
            throw new IllegalArgumentException("--side " + side
                    + " needs the server's address, so that the rules leave other traffic alone: add --server 203.0.113.2,"
                    + " and --server 2001:db8::2 if it has IPv6");
        }
        if (helper && config.tls().mode() != TlsMode.OFF) {
            throw new IllegalArgumentException("--helper cannot be had with --tls "
                    + config.tls().mode().name().toLowerCase(Locale.ROOT)
                    + ": under TLS the kernel's helper cannot read the ports; leave out --helper, which opens the"
                    + " passive ports, or set --tls off");
        }
    }

    /** Whether the live view is for others than the server's host; clients of FTP are none of them. */
    private static boolean servesAdmin(Side side, ServerConfig config) {
        return side != Side.CLIENT
                && config.admin().isOn()
                && !config.admin().address().isLoopbackAddress();
    }

    /** Whether the rules, which may be for some of the server's addresses only, are for that of the live view, too. */
    private static boolean opensAdmin(Side side, List<InetAddress> named, ServerConfig config) {
        List<InetAddress> addresses = addresses(named, config);
        InetAddress admin = config.admin().address();
        return servesAdmin(side, config)
                && (addresses.isEmpty() || admin.isAnyLocalAddress() || addresses.contains(admin));
    }

    /** The server's addresses; none, which only the server itself can do with, means all it has. */
    List<InetAddress> addresses() {
        return addresses(named, config);
    }

    private static List<InetAddress> addresses(List<InetAddress> named, ServerConfig config) {
        InetAddress bound = config.bindAddress();
        if (!named.isEmpty() || bound == null || bound.isAnyLocalAddress()) {
            return named;
        }
        return List.of(bound);
    }

    private static List<InetAddress> checked(List<InetAddress> addresses) {
        for (InetAddress address : addresses) {
            if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
                throw new IllegalArgumentException("--server " + address.getHostAddress()
                        + " is not the address of a host: name the one that clients connect to");
            }
        }
        return addresses.stream().distinct().toList();
    }

    private static void requireNumber(String option, @Nullable Integer port) {
        if (port != null && port == 0) {
            throw new IllegalArgumentException(option
                    + " 0 lets the system choose, and a rule needs the number: give the port the server is to have");
        }
    }

    /** The families in which the server has an address. */
    List<Family> families() {
        return List.of(Family.values()).stream()
                .filter(family ->
                        addresses().isEmpty() || !family.of(addresses()).isEmpty())
                .toList();
    }

    /** All connections that are needed. */
    List<Flow> flows() {
        List<Flow> flows = new ArrayList<>();
        PortSet any = PortSet.empty();
        flows.add(new Flow(true, any, PortSet.of(config.port()), false, "FTP control", "control connections (--port)"));
        Integer implicit = config.tls().implicitPort();
        if (implicit != null) {
            flows.add(new Flow(
                    true,
                    any,
                    PortSet.of(implicit),
                    false,
                    "FTP control, implicit TLS",
                    "control connections with TLS from the first byte (--implicit-tls-port)"));
        }
        flows.add(new Flow(
                true,
                any,
                passivePorts(),
                helper,
                "FTP passive data",
                "data connections of PASV and EPSV (--passive-ports)"
                        + (helper ? ", each when a reply has named its port" : "")));
        flows.add(new Flow(
                false,
                activeSource(),
                CLIENTS,
                helper,
                "FTP active data",
                "data connections of PORT and EPRT: from --active-ports to the port that the client named"
                        + (helper ? ", each when it has" : "")));
        Integer admin = config.admin().port();
        if (admin != null && opensAdmin(side, named, config)) {
            flows.add(
                    new Flow(
                            true,
                            any,
                            PortSet.of(admin),
                            false,
                            "live view",
                            "the live view over HTTP (--admin-port), for whoever has its token: better open it to those hosts only"));
        }
        return flows;
    }

    /** The connections that begin on one side. */
    List<Flow> flows(boolean toServer) {
        return flows().stream().filter(flow -> flow.toServer() == toServer).toList();
    }

    private PortSet activeSource() {
        return config.activePorts().isEmpty() ? kernelPorts : config.activePorts();
    }

    /** Whether rules name ports that only hold for the server's own kernel. */
    boolean usesKernelPorts() {
        return config.activePorts().isEmpty() && !kernelPorts.isEmpty();
    }

    /** Where active data connections come from, for people. */
    String activeSourceText() {
        if (!config.activePorts().isEmpty()) {
            return config.activePorts().size() == 1 ? "port " + config.activePorts() : "ports " + config.activePorts();
        }
        return "the kernel's ephemeral ports" + (kernelPorts.isEmpty() ? "" : " (" + kernelPorts + ")");
    }

    /** The passive ports where the rules are: on the clients' side of a port map they have other numbers. */
    private PortSet passivePorts() {
        return side == Side.CLIENT
                ? PortSet.of(
                        published().keySet().stream().mapToInt(port -> port).toArray())
                : bound();
    }

    private PortSet bound() {
        return config.portsBeside(config.port());
    }

    /** The passive ports by the numbers under which clients see them, who may not all see the same. */
    SortedMap<Integer, Integer> published() {
        SortedMap<Integer, Integer> published = new TreeMap<>();
        List<PortMap> maps = new ArrayList<>(
                config.advertise().stream().map(AdvertiseRule::ports).toList());
        if (config.advertise().stream().noneMatch(rule -> rule.clients() == null)) {
            // For the clients that no rule is for.
            maps.add(PortMap.NONE);
        }
        // A number can be published for one port only: that is rather the one that it was mapped to by hand.
        maps.sort(Comparator.comparing(map -> map.advertised().isEmpty()));
        for (PortMap map : maps) {
            bound().stream().forEach(port -> published.putIfAbsent(map.advertised(port), port));
        }
        return published;
    }

    /** What the rules are for, as lines of a comment. */
    List<String> description() {
        List<String> lines = new ArrayList<>();
        Integer implicit = config.tls().implicitPort();
        lines.add("For an FTP server with control port " + config.port()
                + (implicit == null ? "" : ", implicit TLS port " + implicit) + ", passive ports " + bound()
                + ", active connections from " + activeSourceText() + ", TLS "
                + config.tls().mode().name().toLowerCase(Locale.ROOT)
                + (addresses().isEmpty() ? "" : ", at " + addressText()) + ".");
        if (helper) {
            lines.add("The kernel's FTP helper reads the control connections on port " + config.port()
                    + " and announces each data connection: modprobe nf_conntrack_ftp, and at every boot.");
        }
        if (servesAdmin(side, config) && !opensAdmin(side, named, config)) {
            lines.add("The live view stays closed: it is at "
                    + config.admin().address().getHostAddress()
                    + " (--admin-address), and these rules are for other addresses.");
        }
        if (side == Side.CLIENT && !config.proxyProtocol().isEmpty()) {
            lines.add("Clients connect to a proxy (--proxy-protocol): --server must be its address here.");
        }
        return lines;
    }

    /** The server's addresses, for people. */
    private String addressText() {
        return List.of(Family.values()).stream()
                .flatMap(family -> family.of(addresses()).stream())
                .collect(Collectors.joining(", "));
    }
}
