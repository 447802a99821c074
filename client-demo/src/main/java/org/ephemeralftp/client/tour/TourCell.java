package org.ephemeralftp.client.tour;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.DataMode;

/**
 * One cell of the tour: a way to set up data connections, over one address family.
 *
 * @param detail why it failed or was not tried; empty when all is well
 * @param control the control connection it went over; null if there was none
 * @param events its timeline, in order
 * @param connections its data connections, in order
 * @param bytes how many bytes of a file were brought back and found right
 * @param took how long it took
 */
public record TourCell(
        DataMode mode,
        AddressFamily family,
        Outcome outcome,
        String detail,
        @Nullable ControlEnds control,
        List<TourEvent> events,
        List<DataConnection> connections,
        long bytes,
        Duration took) {
    public TourCell {
        events = List.copyOf(events);
        connections = List.copyOf(connections);
    }

    static TourCell untried(DataMode mode, AddressFamily family, Outcome outcome, String detail) {
        return new TourCell(mode, family, outcome, detail, null, List.of(), List.of(), 0, Duration.ZERO);
    }
}
