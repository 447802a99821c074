package org.ephemeralftp.server.data;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

import org.ephemeralftp.server.faults.FaultScript;
import org.ephemeralftp.server.lease.PeerCheck;
import org.ephemeralftp.server.lease.PortLeases;

/** What the data connections of all sessions share: the lease engine, the limits, and the watchdog over them. */
public final class DataPlane implements AutoCloseable {
    private final PortLeases leases;
    private final PeerCheck peerCheck;
    private final ActivePorts activePorts;
    private final Duration connectTimeout;
    private final Duration stallTimeout;
    private final SendQueues sendQueues = new SendQueues();
    private final Watchdog watchdog = new Watchdog();
    private final FaultScript faults = new FaultScript();
    private final TransferBuffers buffers = new TransferBuffers(TransferBuffers.BYTES);
    private final TransferBuffers tlsBuffers = new TransferBuffers(TransferBuffers.TLS_BYTES);

    /**
     * Starts a data plane; closing it leaves the lease engine alone.
     *
     * @param peerCheck whom an active connection may go to
     * @param activePorts where active connections come from
     * @param connectTimeout how long an active connect may take, and the TLS handshake of any data connection, at
     *     least 1 ms
     * @param stallTimeout how long a transfer may stand still before it is aborted, at least 1 ms
     */
    public DataPlane(
            PortLeases leases,
            PeerCheck peerCheck,
            ActivePorts activePorts,
            Duration connectTimeout,
            Duration stallTimeout) {
        this.leases = leases;
        this.peerCheck = peerCheck;
        this.activePorts = activePorts;
        this.connectTimeout = connectTimeout;
        this.stallTimeout = stallTimeout;
    }

    /**
     * Begins a control session.
     *
     * @param local the control connection's local address
     * @param activeSource where active connections come from; the wildcard address lets the kernel choose
     * @param client the client's address
     * @param owner what to call the session in snapshots and logs
     * @param cutControl cuts the control connection as if it broke, after what was written on it so far
     */
    public DataSetup session(
            InetAddress local, InetAddress activeSource, InetAddress client, String owner, Runnable cutControl) {
        return new DataSetup(this, leases.holder(local, client, owner), activeSource, client, cutControl);
    }

    /** The ports that passive data connections can have, as text. */
    public String passivePorts() {
        return leases.leasablePorts();
    }

    /** Whether passive data connections can have this port. */
    public boolean isPassivePort(int port) {
        return leases.isLeasable(port);
    }

    PeerCheck peerCheck() {
        return peerCheck;
    }

    /** A connect to a client from one of our addresses; it is yet to be run. */
    ActiveConnect connect(InetAddress local, InetSocketAddress client) {
        return new ActiveConnect(activePorts, local, client, connectTimeout);
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    Duration stallTimeout() {
        return stallTimeout;
    }

    SendQueues sendQueues() {
        return sendQueues;
    }

    /** The watchdog over everything that may stand still. */
    public Watchdog watchdog() {
        return watchdog;
    }

    /** What is to go wrong. */
    public FaultScript faults() {
        return faults;
    }

    TransferBuffers buffers() {
        return buffers;
    }

    TransferBuffers tlsBuffers() {
        return tlsBuffers;
    }

    /** Stops the watchdog; to be called when all sessions are over. */
    @Override
    public void close() {
        watchdog.close();
    }
}
