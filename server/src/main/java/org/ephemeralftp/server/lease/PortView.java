package org.ephemeralftp.server.lease;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One data port of one bound address at one moment.
 *
 * @param port the number
 * @param state what it is doing
 * @param listening whether a listener is open on it
 * @param leases the pending leases on it
 * @param connected connections accepted on it and not yet closed
 * @param since when it began to rest or to be blocked; null in any other state
 * @param until when that ends, unless it is cut short; null in any other state
 */
public record PortView(
        int port,
        PortState state,
        boolean listening,
        List<LeaseView> leases,
        int connected,
        @Nullable Instant since,
        @Nullable Instant until) {
    public PortView {
        leases = List.copyOf(leases);
    }
}
