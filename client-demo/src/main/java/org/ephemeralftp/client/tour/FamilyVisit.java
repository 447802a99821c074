package org.ephemeralftp.client.tour;

import java.util.List;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.AddressFamily;

/**
 * The part of the tour that went over one address family.
 *
 * @param outcome OK when the control connection was established and the login accepted
 * @param detail why it failed or was skipped; empty when all is well
 * @param control the first control connection; null if there was none
 * @param events the timeline of the first control connection, up to the login
 * @param cells what was tried over it, one cell for each mode
 */
public record FamilyVisit(
        AddressFamily family,
        Outcome outcome,
        String detail,
        @Nullable ControlEnds control,
        List<TourEvent> events,
        List<TourCell> cells) {
    public FamilyVisit {
        events = List.copyOf(events);
        cells = List.copyOf(cells);
    }
}
