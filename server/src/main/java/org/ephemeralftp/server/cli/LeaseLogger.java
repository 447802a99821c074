package org.ephemeralftp.server.cli;

import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import org.ephemeralftp.server.lease.ClientKey;
import org.ephemeralftp.server.lease.LeaseCounts;
import org.ephemeralftp.server.lease.LeaseObserver;
import org.ephemeralftp.server.lease.LeaseView;
import org.ephemeralftp.server.lease.ReleaseCause;

/** A line in the log for each event of a lease, for debugging. */
final class LeaseLogger implements LeaseObserver {
    private static final Logger log = LoggerFactory.getLogger(LeaseLogger.class);

    private static LoggingEventBuilder of(LeaseView lease) {
        return log.atDebug()
                .addKeyValue("owner", lease.owner())
                .addKeyValue("listener", () -> Ends.of(lease.address()))
                .addKeyValue("client", lease.client());
    }

    @Override
    public void granted(LeaseView lease) {
        of(lease).log("lease granted");
    }

    @Override
    public void ended(LeaseView lease, ReleaseCause cause) {
        of(lease).addKeyValue("cause", () -> Logging.name(cause)).log("lease ended");
    }

    @Override
    public void refused(ClientKey client, String owner, LeaseCounts counts) {
        log.atDebug()
                .addKeyValue("owner", owner)
                .addKeyValue("client", client)
                .addKeyValue("counts", counts)
                .log("lease refused");
    }

    @Override
    public void stranger(InetSocketAddress peer, InetSocketAddress listener) {
        log.atDebug()
                .addKeyValue("peer", () -> Ends.of(peer))
                .addKeyValue("listener", () -> Ends.of(listener))
                .log("stranger reset");
    }

    @Override
    public void bindFailed(InetSocketAddress listener, String reason) {
        log.atDebug()
                .addKeyValue("listener", () -> Ends.of(listener))
                .addKeyValue("reason", reason)
                .log("bind failed");
    }
}
