package org.ephemeralftp.client.probe;

import java.util.List;
import java.util.Optional;

/**
 * One way through the phases of a cell, as far as it went. One that uses the control connection of the one before it
 * begins with the same records.
 *
 * @param kind what was special about it
 * @param phases in their order; only the last one can have failed
 */
public record Attempt(Kind kind, List<PhaseRecord> phases) {
    /** What is special about an attempt. */
    public enum Kind {
        /** Nothing: a listing, as fast as it goes. */
        USUAL,
        /** An upload that takes long on purpose while the control connection is idle. */
        LONG,
        /** As LONG, but with a NOOP now and then. */
        LONG_WITH_NOOPS,
        /** PASV or EPSV and no connection to the port; then a transfer command and what the server says to that. */
        UNCONNECTED
    }

    public Attempt {
        phases = List.copyOf(phases);
    }

    /** What happened in this phase, if it was reached. */
    public Optional<PhaseRecord> phase(Phase phase) {
        return phases.stream().filter(each -> each.phase() == phase).findFirst();
    }

    /** The last phase that was reached, in which it failed if it did. */
    public PhaseRecord last() {
        return phases.get(phases.size() - 1);
    }

    /** Whether all went well, to the final reply. */
    public boolean passed() {
        return last().phase() == Phase.TRANSFER_END && last().passed();
    }
}
