package org.ephemeralftp.server.lease;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The listener of one data port: a socket that is bound when a lease needs it. Its monitor makes accepting a
 * connection and matching it to a lease one step, so that nothing accepted before a grant can be matched to it; only
 * threads that are concerned with this one port ever wait for it.
 */
final class DataListener {
    private final LeaseConfig config;
    private final PortPool pool;
    private final PortSlot slot;
    private final Acceptor acceptor;
    private @Nullable ServerSocketChannel channel;

    DataListener(LeaseConfig config, PortPool pool, PortSlot slot, Acceptor acceptor) {
        this.config = config;
        this.pool = pool;
        this.slot = slot;
        this.acceptor = acceptor;
    }

    /**
     * Sees to it that the socket is bound and grants the lease.
     *
     * @return false if the session gave up meanwhile
     * @throws java.net.BindException if the number cannot be bound
     */
    synchronized boolean open(PortLease lease) throws IOException {
        if (channel == null) {
            bind();
        } else {
            // What waits in the backlog came before this lease and is not meant for it.
            accept();
        }
        boolean granted = pool.grant(lease);
        if (!granted && pool.isStopped()) {
            // The acceptor may have closed everything already, and nobody would close this one.
            close();
        }
        return granted;
    }

    /**
     * Sees to it that the socket is bound although no lease needs it.
     *
     * @return whether it could not be bound before
     * @throws java.net.BindException if the number cannot be bound
     */
    synchronized boolean listen() throws IOException {
        if (channel == null) {
            bind();
        }
        boolean again = pool.listeners().opened(slot);
        if (pool.isStopped()) {
            close();
        }
        return again;
    }

    private void bind() throws IOException {
        ServerSocketChannel bound = config.binder().bind(new InetSocketAddress(pool.address(), slot.port));
        try {
            acceptor.register(bound, this);
        } catch (RuntimeException | IOException e) {
            bound.close();
            throw e;
        }
        channel = bound;
    }

    /** Accepts what waits in the backlog and gives each connection to whom it belongs, or resets it. */
    synchronized void accept() throws IOException {
        if (channel == null) {
            return;
        }
        // The kernel queues one connection more than the backlog; what comes later brings its own event.
        for (int i = 0; i <= ListenerBinder.BACKLOG; i++) {
            SocketChannel connection = channel.accept();
            if (connection == null) {
                return;
            }
            identify(connection, pool.grants());
        }
    }

    /** As {@link #accept()}, on a thread that can leave trouble to the acceptor, which meets it too. */
    synchronized void tryAccept() {
        try {
            accept();
        } catch (IOException e) {
            Acceptor.log.debug("Cannot accept on the {}", this, e);
        }
    }

    private void identify(SocketChannel connection, long grantedBefore) {
        PeerIdentifier identifier = config.identifier().forConnection();
        Unidentified arrived = new Unidentified(connection, this, identifier, grantedBefore);
        try {
            connection.configureBlocking(false);
            InetSocketAddress peer = arrived.peer();
            if (peer == null) {
                acceptor.identifyLater(arrived);
            } else {
                match(arrived, peer);
            }
        } catch (IOException e) {
            reset(connection, null);
        }
    }

    /** The second step: gives an identified connection to its lease. */
    synchronized void match(Unidentified connection, InetSocketAddress peer) {
        ClientKey key = config.peerCheck().keyOf(peer.getAddress());
        LeasedConnection arrived =
                new LeasedConnection(connection.channel(), peer, key, pool, slot, connection.grantedBefore());
        if (!pool.match(arrived) && !replaceDead(arrived)) {
            reset(connection.channel(), peer);
        }
    }

    /** A client whose first connection broke before it was used may connect again. */
    private boolean replaceDead(LeasedConnection fresh) {
        for (LeasedConnection earlier : pool.arrivals(slot, fresh.client())) {
            if (earlier.closedBeforeUse() && pool.replace(earlier, fresh)) {
                earlier.closeQuietly();
                return true;
            }
        }
        return false;
    }

    /** Drops a connection that its peer closed before it was used, unless the peer has connected again meanwhile. */
    synchronized void drop(LeasedConnection dead) {
        tryAccept();
        pool.drop(dead);
        dead.closeQuietly();
    }

    /** Turns a stranger away: counted before it can know. */
    void reset(SocketChannel connection, @Nullable InetSocketAddress peer) {
        InetSocketAddress stranger = peer == null ? remote(connection) : peer;
        if (stranger != null) {
            pool.stranger(stranger, slot);
        }
        LeasedConnection.reset(connection);
    }

    private static @Nullable InetSocketAddress remote(SocketChannel connection) {
        try {
            return (InetSocketAddress) connection.getRemoteAddress();
        } catch (IOException e) {
            return null;
        }
    }

    /** Closes the socket. The number is free only after the acceptor's next select. */
    synchronized void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                Acceptor.log.warn("Closing the listener on port {} failed", slot.port, e);
            }
            channel = null;
        }
    }

    @Override
    public String toString() {
        return "listener on port " + slot.port;
    }
}
