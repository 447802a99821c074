package org.ephemeralftp.server.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What a header of the PROXY protocol says of its connection. */
public sealed interface ProxyHeader {
    /**
     * The connection was made for a client.
     *
     * @param source the client's end of its connection to the proxy
     * @param destination where the client connected to
     */
    record Relayed(InetSocketAddress source, InetSocketAddress destination) implements ProxyHeader {
        /** Active data connections go to the source: it has to be an address that a host can have. */
        static Relayed of(InetSocketAddress source, InetSocketAddress destination) throws ProxyHeaderException {
            InetAddress client = source.getAddress();
            if (client.isAnyLocalAddress() || client.isMulticastAddress()) {
                throw new ProxyHeaderException("the source in its PROXY header is no client's address");
            }
            return new Relayed(source, destination);
        }
    }

    /** The connection is the proxy's own, such as a health check, or it cannot tell whose: the socket's ends count. */
    enum Local implements ProxyHeader {
        LOCAL
    }
}
