package org.ephemeralftp.server.advertise;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

import org.ephemeralftp.server.lease.IpNetwork;

/** Kinds of IP addresses. */
final class HostAddress {
    /** RFC 1918, RFC 6598 and RFC 4193. */
    private static final List<IpNetwork> PRIVATE = Stream.of(
                    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
            .map(IpNetwork::parse)
            .toList();

    private HostAddress() {}

    /** Whether one host can have this address, so that a client can connect to it. */
    static boolean isOfOneHost(InetAddress address) {
        boolean reserved = address instanceof Inet4Address && (address.getAddress()[0] & 0xf0) == 0xf0;
        return !address.isAnyLocalAddress() && !address.isMulticastAddress() && !reserved;
    }

    /** Whether this address means something only within a private network. */
    static boolean isPrivate(InetAddress address) {
        return PRIVATE.stream().anyMatch(network -> network.contains(address));
    }
}
