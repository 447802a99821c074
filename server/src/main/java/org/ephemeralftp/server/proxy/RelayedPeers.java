package org.ephemeralftp.server.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.lease.PeerIdentifier;

/**
 * Tells who is at the other end of data connections: behind a proxy, who its header says; else who the socket says. A
 * client that comes through the proxy with one connection and directly with the other is the same client.
 */
public final class RelayedPeers implements PeerIdentifier {
    private final TrustedProxies proxies;
    private final RefusalLog refusals = new RefusalLog();

    public RelayedPeers(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public PeerIdentifier forConnection() {
        return new OfConnection();
    }

    @Override
    public @Nullable InetSocketAddress identify(SocketChannel channel) {
        throw new IllegalStateException("A header is read in pieces: each connection has an identifier of its own");
    }

    private final class OfConnection implements PeerIdentifier {
        /** Null until it is known that there is a header to read. */
        private @Nullable ProxyHeaderParser parser;

        @Override
        public @Nullable InetSocketAddress identify(SocketChannel channel) throws IOException {
            InetSocketAddress socket = (InetSocketAddress) channel.getRemoteAddress();
            if (parser == null) {
                if (!proxies.contains(socket.getAddress())) {
                    return socket;
                }
                parser = new ProxyHeaderParser();
            }
            try {
                ProxyHeader header = read(channel, parser);
                if (header == null) {
                    return null;
                }
                return header instanceof ProxyHeader.Relayed relayed ? relayed.source() : socket;
            } catch (ProxyHeaderException e) {
                refusals.closed(socket, port(channel), String.valueOf(e.getMessage()));
                throw e;
            }
        }

        @Override
        public void timedOut(SocketChannel channel) {
            try {
                refusals.closed(
                        (InetSocketAddress) channel.getRemoteAddress(),
                        port(channel),
                        "its PROXY header did not come in time");
            } catch (IOException e) {
                // It is closed already, and nothing is refused.
            }
        }
    }

    private static int port(SocketChannel channel) throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    /** What follows the header is the transfer's: no more is read than belongs to the header. */
    private static @Nullable ProxyHeader read(SocketChannel channel, ProxyHeaderParser parser) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(128);
        while (true) {
            bytes.clear().limit(Math.min(parser.missing(), bytes.capacity()));
            int count = channel.read(bytes);
            if (count < 0) {
                throw new ProxyHeaderException("it ended before its PROXY header did");
            }
            if (count == 0) {
                return null;
            }
            ProxyHeader header = parser.take(bytes.flip());
            if (header != null) {
                return header;
            }
        }
    }
}
