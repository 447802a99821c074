package org.ephemeralftp.server.admin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.lease.ClientKey;
import org.ephemeralftp.server.lease.LeaseCounts;
import org.ephemeralftp.server.lease.LeaseObserver;

/** The last request that got no port. */
final class LastExhaustion implements LeaseObserver {
    /** One such request, and what the ports were doing then. */
    record Refusal(Instant at, ClientKey client, String owner, LeaseCounts counts) {}

    private volatile @Nullable Refusal last;

    @Override
    public void refused(ClientKey client, String owner, LeaseCounts counts) {
        last = new Refusal(Instant.now(), client, owner, counts);
    }

    /** Null if every request got one. */
    @Nullable
    Refusal last() {
        return last;
    }
}
