package org.ephemeralftp.client.tour;

import java.util.List;

import org.ephemeralftp.client.connection.ServerAddress;

/** What a tour found: the visits to each address family and their cells. */
public record TourReport(ServerAddress server, List<FamilyVisit> families) {
    public TourReport {
        families = List.copyOf(families);
    }

    /** Every cell, in the order of the tour. */
    public List<TourCell> cells() {
        return families.stream().flatMap(visit -> visit.cells().stream()).toList();
    }

    /** Whether something was toured and nothing failed. */
    public boolean passed() {
        return cells().stream().anyMatch(cell -> cell.outcome() == Outcome.OK)
                && cells().stream().noneMatch(cell -> cell.outcome() == Outcome.FAILED)
                && families.stream().noneMatch(visit -> visit.outcome() == Outcome.FAILED);
    }
}
