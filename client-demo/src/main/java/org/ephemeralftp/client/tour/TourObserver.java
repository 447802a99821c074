package org.ephemeralftp.client.tour;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.DataMode;

/** A callback that follows a tour while it runs; called on the tour's thread. */
public interface TourObserver {
    /** The tour turns to this family. */
    default void familyStarted(AddressFamily family) {}

    /** The tour begins a cell. */
    default void cellStarted(DataMode mode, AddressFamily family) {}

    /** Something happened in the current cell, or in the login before the first one. */
    default void happened(TourEvent event) {}

    /** A cell is done, or was not tried at all. */
    default void cellEnded(TourCell cell) {}

    /** The tour is done with this family. */
    default void familyEnded(FamilyVisit visit) {}
}
