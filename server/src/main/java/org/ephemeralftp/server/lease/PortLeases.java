package org.ephemeralftp.server.lease;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import org.ephemeralftp.server.ports.PortSet;

/**
 * The lease engine: it hands out data ports of a configured set to control sessions, accepts their clients'
 * connections, and takes the ports back. Thread-safe.
 *
 * <p>Each local address on which control connections arrive has its own ports: see {@link #holder}.
 */
public final class PortLeases implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PortLeases.class);

    private final LeaseConfig config;
    private final LeaseEvents events = new LeaseEvents();
    private final Acceptor acceptor;
    private final KeptListeners kept;
    /**
     * The pools by the text of their address, because {@link InetAddress#equals} does not look at the link of a
     * link-local one. Written only under its own monitor, which also keeps a pool from being forgotten while it is
     * handed out.
     */
    private final Map<String, PortPool> pools = new ConcurrentHashMap<>();

    private final Set<Integer> withdrawn = ConcurrentHashMap.newKeySet();
    private final Ledger forgotten = new Ledger();
    private boolean stopped;

    private PortLeases(LeaseConfig config, OpenFiles files) throws IOException {
        this.config = config;
        kept = new KeptListeners(this, files);
        acceptor = new Acceptor(this);
    }

    /**
     * Starts an engine. Nothing is bound before the first lease.
     *
     * @throws IOException if the system gives no selector
     */
    public static PortLeases start(LeaseConfig config) throws IOException {
        return start(config, OpenFiles.SYSTEM);
    }

    static PortLeases start(LeaseConfig config, OpenFiles files) throws IOException {
        PortLeases leases = new PortLeases(config, files);
        leases.acceptor.start();
        return leases;
    }

    /**
     * Opens a listener on every port and keeps it open until {@link #close}, whether a lease needs it or not. Who
     * connects without a lease is reset all the same. Further addresses that sessions come to get their listeners then.
     *
     * @param bound the address, or the wildcard for every address of this machine
     * @throws IOException if none can be opened, or this process may not open so many; ports that cannot be bound for
     *     now are logged and tried again
     */
    public void keepListening(InetAddress bound) throws IOException {
        kept.start(bound);
    }

    /** The configured set. */
    public PortSet ports() {
        return config.ports();
    }

    /** The configured set without what was withdrawn, as {@link PortSet} writes it. */
    public String leasablePorts() {
        PortSet away = PortSet.of(withdrawn.stream().mapToInt(Integer::intValue).toArray());
        return ports().minus(away).toString();
    }

    /** Whether there can be a lease of this port. */
    public boolean isLeasable(int port) {
        return ports().contains(port) && !withdrawn.contains(port);
    }

    /**
     * Begins a session.
     *
     * @param bound the local address of its control connection, to which its listeners are bound
     * @param client the address of its client
     * @param owner what to call the session in snapshots and events
     */
    public LeaseHolder holder(InetAddress bound, InetAddress client, String owner) {
        synchronized (pools) {
            PortPool pool = pool(bound);
            kept.adopt(pool);
            return pool.open(this, config.peerCheck().keyOf(client), owner);
        }
    }

    /** The ports of an address. */
    PortPool pool(InetAddress bound) {
        synchronized (pools) {
            return pools.computeIfAbsent(bound.getHostAddress(), address -> newPool(bound));
        }
    }

    private PortPool newPool(InetAddress address) {
        PortPool pool = new PortPool(address, config, events, acceptor::alarm);
        withdrawn.forEach(pool.listeners()::withdraw);
        if (stopped) {
            pool.stop();
        }
        return pool;
    }

    /** Takes a number out of the set for good: the server itself listens there. */
    public void withdraw(int port) {
        synchronized (pools) {
            withdrawn.add(port);
            pools.values().forEach(pool -> pool.listeners().withdraw(port));
        }
    }

    /** Calls the observer from now on. */
    public void observe(LeaseObserver observer) {
        events.add(observer);
    }

    /** Calls the observer no more. */
    public void unobserve(LeaseObserver observer) {
        events.remove(observer);
    }

    /** Everything as it is now. */
    public LeaseSnapshot snapshot() {
        synchronized (pools) {
            Ledger totals = new Ledger();
            totals.add(forgotten);
            List<AddressView> views = new ArrayList<>();
            for (PortPool pool : pools.values()) {
                views.add(pool.view(totals));
            }
            return new LeaseSnapshot(config.clock().instant(), config.ports(), LeaseTotals.of(totals), views);
        }
    }

    /** Ends every lease and closes every listener. Connections already handed out stay open. */
    @Override
    public void close() {
        List<LeasedConnection> unused = new ArrayList<>();
        synchronized (pools) {
            stopped = true;
            pools.values().forEach(pool -> unused.addAll(pool.stop()));
        }
        unused.forEach(LeasedConnection::closeQuietly);
        tellObservers();
        acceptor.stop();
    }

    PortLease lease(LeaseHolder holder, @Nullable Integer wanted)
            throws LeaseException, IOException, InterruptedException {
        holder.leasing.lockInterruptibly();
        try {
            release(holder, ReleaseCause.REPLACED);
            holder.pool().want(holder, wanted);
            return leaseNext(holder);
        } finally {
            holder.leasing.unlock();
            tellObservers();
        }
    }

    private PortLease leaseNext(LeaseHolder holder) throws LeaseException, IOException, InterruptedException {
        PortPool pool = holder.pool();
        long deadline = config.ticker().nanos() + config.leaseWait().toNanos();
        int failures = 0;
        while (true) {
            PortLease lease = pool.reserve(holder, deadline, failures > 0);
            try {
                if (listener(lease.slot(), pool).open(lease)) {
                    return lease;
                }
                throw new LeaseEndedException(lease.cause());
            } catch (BindException e) {
                // A range that somebody else has taken must not fill the log.
                log.atLevel(failures == 0 ? Level.INFO : Level.DEBUG)
                        .log("{} cannot be leased for now: {}", lease.address(), e.getMessage());
                pool.listeners().bindFailed(lease, String.valueOf(e.getMessage()));
                tellObservers();
                failures++;
                if (failures >= config.ports().size() && config.ticker().nanos() >= deadline) {
                    throw pool.refuse(holder);
                }
            } catch (IOException e) {
                pool.cancel(lease);
                pool.requireWanted(holder);
                throw e;
            } catch (RuntimeException | Error e) {
                pool.cancel(lease);
                throw e;
            }
        }
    }

    boolean dropClosed(LeaseHolder holder) {
        tryAccept(holder);
        PortPool pool = holder.pool();
        LeasedConnection arrived = pool.arrived(holder);
        if (arrived != null && arrived.closedBeforeUse()) {
            listener(arrived.slot(), pool).drop(arrived);
        }
        tellObservers();
        return pool.arrived(holder) != null || pool.pending(holder) != null;
    }

    /** Accepts what has arrived for this session: trying it on its own thread saves the hop over the acceptor's. */
    private void tryAccept(LeaseHolder holder) {
        PortPool pool = holder.pool();
        PortLease pending = pool.pending(holder);
        if (pending != null) {
            listener(pending.slot(), pool).tryAccept();
        }
    }

    LeasedConnection connection(LeaseHolder holder) throws LeaseEndedException, InterruptedException {
        try {
            return nextConnection(holder);
        } finally {
            tellObservers();
        }
    }

    private LeasedConnection nextConnection(LeaseHolder holder) throws LeaseEndedException, InterruptedException {
        PortPool pool = holder.pool();
        while (true) {
            tryAccept(holder);
            tellObservers();
            LeasedConnection connection = pool.awaitArrival(holder);
            if (connection.claim() && pool.take(connection)) {
                return connection;
            }
            // Otherwise another thread took it away, and with it the duty to close it.
        }
    }

    boolean closeListener(LeaseHolder holder) throws InterruptedException {
        PortPool pool = holder.pool();
        PortLease pending = pool.pending(holder);
        release(holder, ReleaseCause.ABORTED);
        return pending != null && pool.listeners().closeNow(pending.slot());
    }

    void release(LeaseHolder holder, ReleaseCause cause) {
        closeUnused(holder.pool().release(holder, cause));
    }

    void close(LeaseHolder holder) {
        closeUnused(holder.pool().close(holder));
    }

    private void closeUnused(@Nullable LeasedConnection connection) {
        if (connection != null) {
            connection.closeQuietly();
        }
        tellObservers();
    }

    /** Tells the observers what happened; to be called without a lock on a pool or a listener. */
    void tellObservers() {
        events.deliver();
    }

    LeaseConfig config() {
        return config;
    }

    DataListener listener(PortSlot slot, PortPool pool) {
        return slot.listener(() -> new DataListener(config, pool, slot, acceptor));
    }

    KeptListeners kept() {
        return kept;
    }

    Collection<PortPool> pools() {
        return pools.values();
    }

    /** Forgets the pools of addresses that nobody uses any more, so that addresses tried once cost no memory. */
    void forgetIdlePools() {
        for (PortPool pool : List.copyOf(pools.values())) {
            if (pool.isIdle()) {
                synchronized (pools) {
                    if (pool.isIdle() && pools.remove(pool.address().getHostAddress(), pool)) {
                        pool.addTotals(forgotten);
                    }
                }
            }
        }
    }
}
