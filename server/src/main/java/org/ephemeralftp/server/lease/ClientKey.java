package org.ephemeralftp.server.lease;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who counts as one peer: connections with equal keys cannot be told apart, so at most one pending lease per port and
 * key is granted. {@link PeerCheck} decides which key an address has.
 */
public sealed interface ClientKey {
    /** One address is one peer; a link-local one is another peer on each link. */
    record Address(InetAddress address) implements ClientKey {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Address that && address.equals(that.address) && scope() == that.scope();
        }

        @Override
        public int hashCode() {
            return address.hashCode() + scope();
        }

        /** The link, which {@link InetAddress#equals} does not look at. */
        private int scope() {
            return address instanceof Inet6Address six ? six.getScopeId() : 0;
        }

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
