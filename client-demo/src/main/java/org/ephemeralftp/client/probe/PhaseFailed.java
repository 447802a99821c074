package org.ephemeralftp.client.probe;

/** The end of an attempt at a phase that did not pass; its record says the rest. */
final class PhaseFailed extends Exception {
    private static final long serialVersionUID = 1;

    PhaseFailed(PhaseRecord phase) {
        super(phase.toString(), null, false, false);
    }
}
