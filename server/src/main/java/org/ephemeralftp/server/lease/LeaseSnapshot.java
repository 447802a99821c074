package org.ephemeralftp.server.lease;

import java.time.Instant;
import java.util.List;

import org.ephemeralftp.server.ports.PortSet;

/**
 * The whole engine at one moment; each address is consistent in itself.
 *
 * @param at when it was taken
 * @param ports the configured set
 * @param totals what happened since the start
 * @param addresses the bound addresses in use; one that nobody uses any more is forgotten, its totals are not
 */
public record LeaseSnapshot(Instant at, PortSet ports, LeaseTotals totals, List<AddressView> addresses) {
    public LeaseSnapshot {
        addresses = List.copyOf(addresses);
    }

    /** The counts of all bound addresses together. */
    public LeaseCounts counts() {
        return addresses.stream().map(AddressView::counts).reduce(LeaseCounts.NONE, LeaseCounts::plus);
    }

    /** The pending leases of all bound addresses. */
    public List<LeaseView> leases() {
        return addresses.stream()
                .flatMap(address -> address.ports().stream())
                .flatMap(port -> port.leases().stream())
                .toList();
    }
}
