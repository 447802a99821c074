package org.ephemeralftp.server.lease;

import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * A lease as it was at one moment, for people and for observers.
 *
 * @param address the bound address and port of its listener
 * @param client who may connect
 * @param owner the session it belongs to
 * @param since when it was granted
 * @param deadline when it ends if the client does not connect
 */
public record LeaseView(InetSocketAddress address, ClientKey client, String owner, Instant since, Instant deadline) {
    /** The data port. */
    public int port() {
        return address.getPort();
    }
}
