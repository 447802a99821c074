package org.ephemeralftp.server.lease;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The first of the two steps between a connection and its lease: who is the peer? Usually the socket tells at once. A
 * proxy in front may tell only in the first bytes of the connection; then matching waits for them, up to a deadline.
 */
@FunctionalInterface
public interface PeerIdentifier {
    /** The peer is who the socket says it is. */
    PeerIdentifier SOCKET = channel -> (InetSocketAddress) channel.getRemoteAddress();

    /**
     * The peer's end of an accepted connection, or null if it is not known yet. Called right after the accept, and while the
     * answer is null each time the connection becomes readable. The channel is non-blocking; what is read here is not
     * seen by the transfer.
     *
     * @throws IOException if the peer can not be identified any more, for example because the connection ended; it is
     *     then reset
     */
    @Nullable
    InetSocketAddress identify(SocketChannel channel) throws IOException;

    /** The identifier of one accepted connection: another one for each, if it has to remember what it has read. */
    default PeerIdentifier forConnection() {
        return this;
    }

    /** The deadline is over, and the peer not known: the connection is about to be reset. */
    default void timedOut(SocketChannel channel) {}
}
