package org.ephemeralftp.server.lease;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;

/** How a listener is bound; a seam for tests. */
@FunctionalInterface
public interface ListenerBinder {
    /** Connections the kernel completes before we accept them: enough for a burst on a shared port. */
    int BACKLOG = 128;

    /** Binds with the system's sockets: SO_REUSEADDR, so that TIME_WAIT does not block a port; never SO_REUSEPORT. */
    ListenerBinder SYSTEM = address -> {
        ServerSocketChannel channel = ServerSocketChannel.open(
                address.getAddress() instanceof Inet4Address
                        ? StandardProtocolFamily.INET
                        : StandardProtocolFamily.INET6);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.configureBlocking(false);
            return channel.bind(address, BACKLOG);
        } catch (IOException | RuntimeException e) {
            channel.close();
            InetAddress host = address.getAddress();
            if (!host.isLoopbackAddress() && NetworkInterface.getByInetAddress(host) == null) {
                // The system says it with the same exception, but no other number would fare better.
                throw new IOException(host.getHostAddress() + " is not an address of this machine", e);
            }
            throw e;
        }
    };

    /**
     * A non-blocking channel that listens on exactly this address and port.
     *
     * @throws java.net.BindException if this number cannot be bound, which says nothing about others
     * @throws IOException if listening fails for a reason that is not this number's
     */
    ServerSocketChannel bind(InetSocketAddress address) throws IOException;
}
