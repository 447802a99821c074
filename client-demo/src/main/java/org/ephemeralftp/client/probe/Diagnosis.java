package org.ephemeralftp.client.probe;

import java.util.List;

/**
 * Why a cell did not work, or is not as it should be.
 *
 * @param causes the likeliest first; at least one
 * @param conclusive whether what was seen allows the first cause only
 * @param nextRun if not conclusive, the run that would tell the causes apart; else empty
 */
public record Diagnosis(Cell cell, List<Cause> causes, boolean conclusive, String nextRun) {
    public Diagnosis {
        causes = List.copyOf(causes);
    }

    /** The likeliest cause. */
    public CauseKind firstCause() {
        return causes.get(0).kind();
    }
}
