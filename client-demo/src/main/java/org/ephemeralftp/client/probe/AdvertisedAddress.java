package org.ephemeralftp.client.probe;

import java.net.InetAddress;
import java.util.Optional;

import org.ephemeralftp.client.connection.Endpoint;

/**
 * What a 227 names beside the server's own address. The server alone says it, so that it could aim a client at anything;
 * it is connected to only where data connections may well go.
 */
final class AdvertisedAddress {
    /** Below are the ports of services, which data connections should not go to (RFC 2577, section 3). */
    private static final int FIRST_DATA_PORT = 1024;

    private AdvertisedAddress() {}

    /** Whether it is another address than the server's. */
    static boolean isAnother(Endpoint said, InetAddress server) {
        // 0.0.0.0 is what some servers say when they mean "here".
        return !said.address().isAnyLocalAddress() && !said.address().equals(server);
    }

    /** Why there is no connecting to it; empty if nothing speaks against it. */
    static Optional<String> whyNotTried(Endpoint said, InetAddress server) {
        InetAddress address = said.address();
        if (!isAnother(said, server)) {
            return Optional.of("the next 227 names no other address");
        }
        if (said.port() < FIRST_DATA_PORT) {
            return Optional.of("port " + said.port() + " is one of services");
        }
        if (address.isMulticastAddress() || address.getHostAddress().equals("255.255.255.255")) {
            return Optional.of(said.host() + " is the address of many machines");
        }
        if (address.isLoopbackAddress() && !server.isLoopbackAddress()) {
            return Optional.of(said.host() + " is this machine itself");
        }
        if (address.isLinkLocalAddress() && !server.isLinkLocalAddress()) {
            return Optional.of(said.host() + " means something on this machine's own network only");
        }
        return Optional.empty();
    }
}
