package org.ephemeralftp.server.proxy;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.ephemeralftp.server.lease.IpNetwork;

/** The networks whose connections begin with a header of the PROXY protocol, which is believed; none, as a rule. */
public record TrustedProxies(List<IpNetwork> networks) {
    /** That of the largest private network (RFC 1918, section 3, and RFC 4193, section 3.1). */
    private static final int SHORTEST_PREFIX = 7;

    private static final TrustedProxies NONE = new TrustedProxies(List.of());

    /**
     * Those of these networks.
     *
     * @throws IllegalArgumentException if one of them is everybody, or as good as that
     */
    public TrustedProxies {
        networks = List.copyOf(networks);
        for (IpNetwork network : networks) {
            if (network.prefixLength() < SHORTEST_PREFIX) {
                throw new IllegalArgumentException("'" + network
                        + "' trusts everybody, or as good as that, and then any client could claim any address: name the"
                        + " proxies' addresses or their network, such as 10.1.2.0/24; the prefix is "
                        + SHORTEST_PREFIX + " bits at least");
            }
        }
    }

    /** No proxies. The default. */
    public static TrustedProxies none() {
        return NONE;
    }

    /**
     * Reads {@code none}, or networks or addresses such as {@code 10.1.2.0/24,2001:db8::7}.
     *
     * @throws IllegalArgumentException if the text is neither, or one of them is everybody
     */
    public static TrustedProxies parse(String text) {
        if (text.strip().equals("none")) {
            return NONE;
        }
        return new TrustedProxies(
                Arrays.stream(text.split(",", -1)).map(IpNetwork::parse).toList());
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return networks.isEmpty();
    }

    /** Whether this is the address of one of them. */
    public boolean contains(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    @Override
    public String toString() {
        return isEmpty() ? "none" : networks.stream().map(IpNetwork::toString).collect(Collectors.joining(","));
    }
}
