package org.ephemeralftp.server.advertise;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.lease.IpNetwork;

/**
 * What certain clients are told of their data ports: the host in 227, the port in 227 and 229 (229 carries no address,
 * RFC 2428, section 3).
 *
 * @param clients the network of the clients it is for; null means all clients
 * @param host where they are told to connect to
 * @param ports the ports they are told
 */
public record AdvertiseRule(@Nullable IpNetwork clients, AdvertisedHost host, PortMap ports) {
    /** @throws IllegalArgumentException if clients that come over IPv4 would be told an IPv6 address */
    public AdvertiseRule {
        if (clients != null && isIpv4(clients) && isIpv6(host)) {
            throw new IllegalArgumentException("clients of " + clients + " cannot be told " + host
                    + ", because 227 has room for IPv4 addresses only: name an IPv4 address or a name that has one");
        }
    }

    /**
     * Reads {@code HOST} or {@code CIDR=HOST}, then optionally a port map: {@code ftp.example.org},
     * {@code 10.0.0.0/8=10.1.2.3}, {@code 192.0.2.1/50000=32771,50001=32805}. A host is an IPv4 address, an IPv6
     * address or a name; names are not looked up.
     *
     * @throws IllegalArgumentException if the text is none of these, or can never work
     */
    public static AdvertiseRule parse(String text) {
        String rule = text.strip().replaceAll("\\s+", " ").replaceAll(" ?([=,/]) ?", "$1");
        int slash = Forms.slashBeforePorts(rule);
        String head = slash < 0 ? rule : rule.substring(0, slash);
        int equals = head.indexOf('=');
        AdvertisedHost host = AdvertisedHost.parse(head.substring(equals + 1)).orElseThrow(() -> invalid(text));
        IpNetwork clients = equals < 0 ? null : network(head.substring(0, equals), text);
        try {
            return new AdvertiseRule(
                    clients, host, slash < 0 ? PortMap.NONE : PortMap.parse(rule.substring(slash + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The advertise rule " + Forms.quoted(text) + " cannot work: " + e.getMessage(), e);
        }
    }

    private static IpNetwork network(String clients, String text) {
        try {
            return IpNetwork.parse(clients);
        } catch (IllegalArgumentException e) {
            throw invalid(text);
        }
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException(Forms.quoted(text) + " is not an advertise rule: write HOST or CIDR=HOST,"
                + " then optionally /PORT=ADVERTISED,..., such as ftp.example.org, 10.0.0.0/8=10.1.2.3 or"
                + " 192.0.2.1/50000=32771,50001=32805; a host is one IPv4 or IPv6 address or a name");
    }

    private static boolean isIpv4(IpNetwork network) {
        return network.address() instanceof Inet4Address;
    }

    private static boolean isIpv6(AdvertisedHost host) {
        return host instanceof AdvertisedHost.Address literal && literal.address() instanceof Inet6Address;
    }

    /** Whether this rule is for the client. */
    public boolean matches(InetAddress client) {
        return clients == null || clients.contains(client);
    }

    /** Whether this rule is for all clients that come over IPv4, to whom 227 names an address. */
    boolean isForEveryone() {
        return clients == null || (isIpv4(clients) && clients.prefixLength() == 0);
    }

    /** Whether this rule is for every client that the other one is for. */
    boolean covers(AdvertiseRule other) {
        if (clients == null || other.clients == null) {
            return clients == null;
        }
        return clients.prefixLength() <= other.clients.prefixLength() && clients.contains(other.clients.address());
    }

    /** The rule, as {@link #parse} reads it. */
    @Override
    public String toString() {
        return (clients == null ? "" : clients + "=")
                + host
                + (ports.advertised().isEmpty() ? "" : "/" + ports);
    }
}
