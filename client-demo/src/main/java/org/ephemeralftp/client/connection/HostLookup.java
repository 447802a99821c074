package org.ephemeralftp.client.connection;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** The way from a host's name to its addresses. */
@FunctionalInterface
public interface HostLookup {
    /** What this machine knows, except that localhost always has both loopback addresses (RFC 6761, section 6.3). */
    HostLookup OF_THIS_MACHINE = host -> {
        if (host.equalsIgnoreCase("localhost")) {
            // Many containers' hosts files name only 127.0.0.1.
            byte[] six = new byte[16];
            six[15] = 1;
            return List.of(
                    InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}), InetAddress.getByAddress(host, six));
        }
        return List.of(InetAddress.getAllByName(host));
    };

    List<InetAddress> addresses(String host) throws UnknownHostException;
}
