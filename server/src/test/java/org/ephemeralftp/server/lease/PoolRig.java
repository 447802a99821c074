package org.ephemeralftp.server.lease;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.ports.PortSet;

/** A pool without sockets, whose time stands still: what a listener would do, the test does. */
final class PoolRig implements AutoCloseable {
    static final InetAddress SERVER = host(1);

    final ManualTicker ticker = new ManualTicker();
    final LeaseEvents events = new LeaseEvents();
    final LeaseConfig config;
    final PortPool pool;
    /** Only what holders refer to; it knows nothing of the pool. */
    private final PortLeases leases;

    private int sessions;

    PoolRig(PortSet ports, UnaryOperator<LeaseConfig.Builder> options) throws IOException {
        config = options.apply(LeaseConfig.builder(ports).ticker(ticker).random(new SeededRandom(1)))
                .build();
        leases = PortLeases.start(config);
        pool = new PortPool(SERVER, config, events, deadline -> {});
    }

    PoolRig(PortSet ports) throws IOException {
        this(ports, options -> options);
    }

    /** The address 127.0.0.{@code number}. */
    static InetAddress host(int number) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) number});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** A session of the client at this host. */
    LeaseHolder session(int host) {
        return pool.open(leases, config.peerCheck().keyOf(host(host)), "session " + ++sessions);
    }

    /** A port for the session, without waiting for one. */
    PortLease reserve(LeaseHolder session) throws LeaseException {
        return reserve(session, false);
    }

    /** Another port for the session, after one could not be bound. */
    PortLease retry(LeaseHolder session) throws LeaseException {
        return reserve(session, true);
    }

    private PortLease reserve(LeaseHolder session, boolean retry) throws LeaseException {
        try {
            return pool.reserve(session, ticker.nanos(), retry);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts", e);
        }
    }

    /** A pending lease. */
    PortLease lease(LeaseHolder session) throws LeaseException {
        pool.release(session, ReleaseCause.REPLACED);
        PortLease lease = reserve(session);
        if (!pool.grant(lease)) {
            throw new AssertionError(lease + " was given up");
        }
        return lease;
    }

    PortLease lease(int host) throws LeaseException {
        return lease(session(host));
    }

    /** A connection from this host that is being accepted now. */
    LeasedConnection accept(PortSlot slot, int host) throws IOException {
        return accept(slot, host, pool.grants());
    }

    LeasedConnection accept(PortSlot slot, int host, long grantedBefore) throws IOException {
        ClientKey key = config.peerCheck().keyOf(host(host));
        return new LeasedConnection(SocketChannel.open(), new InetSocketAddress(0), key, pool, slot, grantedBefore);
    }

    /** The connection the lease is for, or null if it does not get to its session. */
    @Nullable
    LeasedConnection connect(PortLease lease, int host) throws IOException {
        LeasedConnection connection = accept(lease.slot(), host);
        return pool.match(connection) ? connection : null;
    }

    /** Lets time pass and ends what is over then. */
    PortPool.Expired advance(Duration time) {
        ticker.advance(time);
        return pool.expire();
    }

    /** Closes the listeners nobody needs, as the acceptor does. */
    void closeUnneeded(PortPool.Expired expired) {
        pool.listeners().closed(expired.unneeded());
    }

    LeaseCounts counts() {
        return pool.view(new Ledger()).counts();
    }

    LeaseTotals totals() {
        Ledger ledger = new Ledger();
        pool.addTotals(ledger);
        return LeaseTotals.of(ledger);
    }

    PortView port(int number) {
        return ports().stream()
                .filter(port -> port.port() == number)
                .findFirst()
                .orElseThrow();
    }

    List<PortView> ports() {
        return pool.view(new Ledger()).ports();
    }

    static InetSocketAddress socket(int host, int port) {
        return new InetSocketAddress(host(host), port);
    }

    @Override
    public void close() {
        leases.close();
    }
}
