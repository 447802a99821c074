package org.ephemeralftp.server.lease;

import java.net.InetAddress;

/**
 * Who counts as one peer: connections with equal keys cannot be told apart, so at most one pending lease per port and
 * key is granted. {@link PeerCheck} decides which key an address has.
 */
public sealed interface ClientKey {
    /** One address is one peer. */
    record Address(InetAddress address) implements ClientKey {
        @Override
        public String toString() {
            return address.getHostAddress();
        }
    }

    /** All addresses of a configured network are one peer: behind it a NAT pool or a proxy may pick any of them. */
    record Network(IpNetwork network) implements ClientKey {
        @Override
        public String toString() {
            return network.toString();
        }
    }

    /** Everybody is the same peer: the peer check is off. */
    enum Anyone implements ClientKey {
        ANYONE;

        @Override
        public String toString() {
            return "anyone";
        }
    }
}
