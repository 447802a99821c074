package org.ephemeralftp.server.lease;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * An accepted connection whose peer is not known yet.
 *
 * @param identifier who finds it out
 * @param grantedBefore how many leases the pool had granted when it was accepted
 */
record Unidentified(SocketChannel channel, DataListener listener, PeerIdentifier identifier, long grantedBefore) {
    /** The first of the two steps: who is at the other end, or null if that is not known yet. */
    @Nullable
    InetSocketAddress peer() throws IOException {
        try {
            return identifier.identify(channel);
        } catch (RuntimeException | Error e) {
            Acceptor.log.warn("The peer identifier failed on the {}", listener, e);
            throw new IOException("the peer identifier failed", e);
        }
    }
}
