package org.ephemeralftp.server.lease;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One control session as the engine sees it: it has at most one pending lease and at most one connection that arrived
 * and was not used yet. Thread-safe: a command may wait in {@link #connection()} while another thread gives up.
 */
public final class LeaseHolder implements AutoCloseable {
    private final PortLeases leases;
    private final PortPool pool;
    private final LeaseClient client;
    private final String owner;
    /** Held while a port is being leased: a session leases one at a time. */
    final Lock leasing = new ReentrantLock();

    // Guarded by the pool's lock.
    final Condition change;
    WaitingRoom.@Nullable Waiter waiter;

    @Nullable
    PortLease lease;

    /** The one port that the request which is being served asks for; null if any will do. */
    @Nullable
    PortSlot wanted;

    @Nullable
    LeasedConnection arrived;

    @Nullable
    ReleaseCause lastEnd;

    /** Why the request that is being served is not wanted any more; null if it is. */
    @Nullable
    ReleaseCause gaveUp;

    boolean closed;

    LeaseHolder(PortLeases leases, PortPool pool, LeaseClient client, String owner, Condition change) {
        this.leases = leases;
        this.pool = pool;
        this.client = client;
        this.owner = owner;
        this.change = change;
    }

    /**
     * Leases a port; what this session had before is released as {@link ReleaseCause#REPLACED}. When this returns,
     * a listener is bound and the client may connect. May wait up to the configured lease wait.
     *
     * @throws NoPortFreeException if no port was free for this client in time
     * @throws LeaseEndedException if the session gave up, or the server stopped, meanwhile
     * @throws IOException if this machine cannot listen at all, for example for want of file descriptors
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public PortLease lease() throws LeaseException, IOException, InterruptedException {
        return leases.lease(this, null);
    }

    /**
     * As {@link #lease()}, but this very port, which makes it predictable. One that is in use for this client, rests or
     * cannot be bound is waited for, and not replaced by another.
     *
     * @throws IllegalArgumentException if the port is not in the configured set
     */
    public PortLease lease(int port) throws LeaseException, IOException, InterruptedException {
        return leases.lease(this, port);
    }

    /** Starts the lease timeout anew: the reply that tells the client its port has just been sent. */
    public void advertised() {
        pool.advertised(this);
    }

    /**
     * Drops a connection that arrived and that its peer has closed already; its lease is pending again until its first
     * deadline. To be called when the transfer command comes and before the client is told to go on, because after that
     * a connection that ends at once is a transfer without data.
     *
     * @return whether {@link #connection()} has anything to wait for: a connection, or a lease that is pending
     */
    public boolean dropClosed() {
        return leases.dropClosed(this);
    }

    /** Whether a lease is pending, or a connection has arrived that was not used yet, closed or not. */
    public boolean isExpectingClient() {
        return pool.isExpectingClient(this);
    }

    /**
     * Waits for the client's connection and hands it out; the caller closes it.
     *
     * @throws LeaseEndedException if there is no lease, or it ends before the client connects
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public LeasedConnection connection() throws LeaseEndedException, InterruptedException {
        return leases.connection(this);
    }

    /**
     * Gives up the pending lease and has its listener closed at once, whatever the linger time: who connects from now on
     * is refused by the kernel. Nobody may have been told of the port. Returns when it is closed.
     *
     * @return false if the listener stays open: another client needs it, or it is kept open all the time
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public boolean closeListener() throws InterruptedException {
        return leases.closeListener(this);
    }

    /** The connection that arrived and was not used yet, only to look at: it is the engine's. */
    public @Nullable LeasedConnection arrived() {
        return pool.arrived(this);
    }

    /** Gives up whatever this session has: a request that waits, a pending lease, a connection that was not used. */
    public void release(ReleaseCause cause) {
        leases.release(this, cause);
    }

    /** Ends the session; afterwards nothing can be leased any more. */
    @Override
    public void close() {
        leases.close(this);
    }

    /** The address listeners are bound to: the control connection's local address. */
    public InetAddress boundAddress() {
        return pool.address();
    }

    /** Who may connect. */
    public ClientKey client() {
        return client.key;
    }

    /** The session's name, for people. */
    public String owner() {
        return owner;
    }

    PortPool pool() {
        return pool;
    }

    LeaseClient leaseClient() {
        return client;
    }
}
