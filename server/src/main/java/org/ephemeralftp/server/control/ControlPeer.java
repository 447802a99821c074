package org.ephemeralftp.server.control;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;

import org.ephemeralftp.server.proxy.ProxyHeader;

/**
 * The ends of a control connection. Behind a proxy there are two connections: what concerns the client goes by the ends
 * of the one it made, and only what we bind by ours.
 *
 * @param client the client's end: who it is, to limits, the peer check, rules, observers and logs
 * @param server where the client connected to, and connects to with PASV unless it is told otherwise
 * @param bound our end of the connection that really came in, on which listeners are bound
 */
record ControlPeer(InetSocketAddress client, InetSocketAddress server, InetSocketAddress bound) {
    private static final AttributeKey ATTRIBUTE = new AttributeKey(ControlPeer.class, "peer");
    private static final byte[] ANY_IPV4 = new byte[4];
    private static final byte[] ANY_IPV6 = new byte[16];

    /** The ends of a session's connection, also after it was closed. */
    static ControlPeer of(IoSession session) {
        ControlPeer known = (ControlPeer) session.getAttribute(ATTRIBUTE);
        if (known != null) {
            return known;
        }
        // Kept, because a session forgets its addresses when it is closed.
        InetSocketAddress local = (InetSocketAddress) session.getLocalAddress();
        ControlPeer peer = new ControlPeer((InetSocketAddress) session.getRemoteAddress(), local, local);
        session.setAttribute(ATTRIBUTE, peer);
        return peer;
    }

    /** From now on the session's client is who its proxy says. */
    static void relayed(IoSession session, ProxyHeader.Relayed header) {
        session.setAttribute(ATTRIBUTE, new ControlPeer(header.source(), header.destination(), (InetSocketAddress)
                session.getLocalAddress()));
    }

    /** The protocol of the client's addresses, to which EPSV, EPRT and PORT are held (RFC 2428, section 2). */
    NetworkProtocol protocol() {
        return NetworkProtocol.of(client.getAddress());
    }

    /**
     * Where active data connections come from: the address the client knows, or behind a proxy whichever the kernel
     * finds fit, because the one that the proxy connects to may have no way to the client, or another family.
     */
    InetAddress activeSource() {
        if (server.equals(bound)) {
            return bound.getAddress();
        }
        try {
            return InetAddress.getByAddress(client.getAddress() instanceof Inet4Address ? ANY_IPV4 : ANY_IPV6);
        } catch (UnknownHostException e) {
            throw new AssertionError("an address has 4 or 16 bytes", e);
        }
    }
}
