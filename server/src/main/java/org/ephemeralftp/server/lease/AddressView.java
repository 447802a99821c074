package org.ephemeralftp.server.lease;

import java.net.InetAddress;
import java.util.List;

/**
 * The ports of one bound address at one moment. Each local address on which control connections arrive has its own.
 *
 * @param address the bound address
 * @param counts how many ports are in which state
 * @param ports every port of the set, ascending
 */
public record AddressView(InetAddress address, LeaseCounts counts, List<PortView> ports) {
    public AddressView {
        ports = List.copyOf(ports);
    }
}
