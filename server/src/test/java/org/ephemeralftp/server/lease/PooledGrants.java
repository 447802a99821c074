package org.ephemeralftp.server.lease;

import java.io.IOException;
import java.net.InetAddress;

import org.ephemeralftp.server.ports.PortSet;

/** The bookkeeping of a lease from grant to end, with no socket behind it: what the benchmark and its test measure. */
final class PooledGrants implements AutoCloseable {
    private final PortLeases leases;
    private final PortPool pool;
    private int opened;

    /** A pool of the ports 40000 and up, on as many of which as said somebody holds a lease. */
    PooledGrants(int ports, int taken) throws IOException, LeaseException, InterruptedException {
        LeaseConfig config = LeaseConfig.builder(PortSet.range(40_000, 40_000 + ports - 1))
                .maxLeasesPerClient(ports)
                .build();
        // Only to name as the owner of the holders; the pool below is not one of its own.
        leases = PortLeases.start(config);
        pool = new PortPool(InetAddress.getLoopbackAddress(), config, new LeaseEvents(), deadline -> {});
        LeaseHolder[] others = new LeaseHolder[taken];
        for (int i = 0; i < taken; i++) {
            others[i] = open("127.0.1.1");
        }
        for (LeaseHolder other : others) {
            grant(other);
        }
    }

    /** A session from an address of its own. */
    synchronized LeaseHolder open() throws IOException {
        return open("127.0.0." + ++opened);
    }

    private LeaseHolder open(String address) throws IOException {
        return pool.open(leases, new ClientKey.Address(InetAddress.getByName(address)), address);
    }

    /** One lease whose client connects. */
    int grantAndRelease(LeaseHolder holder) throws LeaseException, InterruptedException {
        int port = grant(holder);
        pool.release(holder, ReleaseCause.CONNECTED);
        return port;
    }

    /** One lease whose client never comes, so that its pair of port and client rests. */
    int grantAndAbort(LeaseHolder holder) throws LeaseException, InterruptedException {
        int port = grant(holder);
        pool.release(holder, ReleaseCause.ABORTED);
        return port;
    }

    private int grant(LeaseHolder holder) throws LeaseException, InterruptedException {
        PortLease lease = pool.reserve(holder, 0, false);
        if (!pool.grant(lease)) {
            throw new IllegalStateException(lease + " was given up");
        }
        return lease.port();
    }

    @Override
    public void close() {
        leases.close();
    }
}
