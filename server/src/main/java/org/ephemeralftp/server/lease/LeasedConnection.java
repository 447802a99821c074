package org.ephemeralftp.server.lease;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A data connection that arrived on a leased port. It belongs to the engine until {@link LeaseHolder#connection()}
 * hands it out, and to the caller from then on: whoever has it closes it.
 */
public final class LeasedConnection implements Closeable {
    private final SocketChannel channel;
    private final InetSocketAddress peer;
    private final ClientKey client;
    private final PortPool pool;
    private final PortSlot slot;
    /** How many leases the pool had granted when this was accepted: it is not meant for a later one. */
    private final long grantedBefore;

    private final Instant since = Instant.now();
    private final ByteBuffer head = ByteBuffer.allocate(1).limit(0);
    private boolean claimed;
    private boolean closed;

    // Guarded by the pool's lock.
    @Nullable
    PortLease lease;
    /** Whether it waits with the lease's holder for a transfer command. */
    boolean waiting;

    ExpiryQueue.@Nullable Entry<LeasedConnection> timer;

    LeasedConnection(
            SocketChannel channel,
            InetSocketAddress peer,
            ClientKey client,
            PortPool pool,
            PortSlot slot,
            long grantedBefore) {
        this.channel = channel;
        this.peer = peer;
        this.client = client;
        this.pool = pool;
        this.slot = slot;
        this.grantedBefore = grantedBefore;
    }

    /** The connection, non-blocking. Close it through {@link #close()}, so that its port's count stays right. */
    public SocketChannel channel() {
        return channel;
    }

    /**
     * Bytes of the peer that were read while looking whether it is still there: none or one. They come before
     * everything that is read from the channel.
     */
    public ByteBuffer head() {
        return head;
    }

    /** The server's port of this connection. */
    public int port() {
        return slot.port;
    }

    /** The client's end, which behind a proxy is not that of the channel. */
    public InetSocketAddress peer() {
        return peer;
    }

    /** The server's end. */
    public InetSocketAddress local() {
        return new InetSocketAddress(pool.address(), slot.port);
    }

    /** When it was accepted. */
    public Instant since() {
        return since;
    }

    ClientKey client() {
        return client;
    }

    PortSlot slot() {
        return slot;
    }

    long grantedBefore() {
        return grantedBefore;
    }

    /** Takes the connection for a transfer; false if the engine has closed it. */
    synchronized boolean claim() {
        claimed = !closed;
        return claimed;
    }

    /** Whether the peer has closed it before anybody claimed it. */
    synchronized boolean closedBeforeUse() {
        return !claimed && (closed || peerClosed());
    }

    private boolean peerClosed() {
        if (head.hasRemaining()) {
            return false;
        }
        head.clear();
        try {
            int count = channel.read(head);
            head.flip();
            return count < 0;
        } catch (IOException e) {
            head.flip();
            return true;
        }
    }

    /** Closes the connection; further calls do nothing. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            channel.close();
        } finally {
            pool.connectionClosed(this);
        }
    }

    /** Closes a connection that nobody uses any more. */
    void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            Acceptor.log.debug("Closing a data connection failed", e);
        }
    }

    /** Ends a connection with a TCP reset, so that its peer knows at once that it was not accepted. */
    static void reset(SocketChannel channel) {
        try (channel) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // It is gone already, which is what was wanted.
        }
    }
}
