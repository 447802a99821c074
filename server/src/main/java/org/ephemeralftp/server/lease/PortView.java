package org.ephemeralftp.server.lease;

import java.util.List;

/**
 * One data port of one bound address at one moment.
 *
 * @param port the number
 * @param state what it is doing
 * @param listening whether a listener is open on it
 * @param leases the pending leases on it
 * @param connected connections accepted on it and not yet closed
 */
public record PortView(int port, PortState state, boolean listening, List<LeaseView> leases, int connected) {
    public PortView {
        leases = List.copyOf(leases);
    }
}
