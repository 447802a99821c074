package org.ephemeralftp.client.probe;

/** A callback that follows a probe while it runs; called on the probe's thread. */
public interface ProbeObserver {
    /** The probe begins a cell; cells that are skipped begin, too. */
    default void cellStarted(Cell cell) {}

    /** A way through the phases of the current cell begins; some have several. */
    default void attemptStarted(Cell cell, Attempt.Kind kind) {}

    /** A phase of the current attempt is over. */
    default void phaseEnded(Cell cell, PhaseRecord phase) {}

    /** Something was tried beside the attempts. */
    default void checked(Cell cell, Check check) {}

    /** The probe is done with a cell. */
    default void cellEnded(CellResult result) {}
}
