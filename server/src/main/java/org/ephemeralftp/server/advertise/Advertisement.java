package org.ephemeralftp.server.advertise;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** What one client is told of its data ports. */
public final class Advertisement {
    /** Null if the client is told what is bound. */
    private final @Nullable AdvertiseRule rule;
    /** The state of the rule's host, if that is a name. */
    private final @Nullable ResolvedName name;

    Advertisement(@Nullable AdvertiseRule rule, @Nullable ResolvedName name) {
        this.rule = rule;
        this.name = name;
    }

    /**
     * The address for 227, whose reply has room for IPv4 only (RFC 959, section 4.1.2).
     *
     * @param bound the IPv4 address the client would be told without a rule
     * @throws AdvertiseException if there is none to tell; the message is for the client
     */
    public Inet4Address ipv4(Inet4Address bound) throws AdvertiseException {
        if (name != null) {
            return name.address();
        }
        if (rule == null || !(rule.host() instanceof AdvertisedHost.Address literal)) {
            return bound;
        }
        InetAddress address = literal.address();
        if (address instanceof Inet4Address ipv4) {
            return ipv4;
        }
        throw new AdvertiseException(
                "The host to connect to is " + address.getHostAddress() + ", which PASV cannot tell: use EPSV");
    }

    /** The port for 227 and 229. */
    public int port(int bound) {
        return rule == null ? bound : rule.ports().advertised(bound);
    }
}
