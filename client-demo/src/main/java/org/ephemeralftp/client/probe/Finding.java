package org.ephemeralftp.client.probe;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a rule makes of a failure.
 *
 * @param nextRun the run that would tell the causes apart; empty if only the first one is possible
 */
record Finding(List<Cause> causes, String nextRun) {
    /** There is no other cause. */
    static Finding certain(CauseKind kind, String evidence, String fix) {
        return likely(kind, evidence, fix, "");
    }

    /** There may be other causes, and this run tells. */
    static Finding likely(CauseKind kind, String evidence, String fix, String nextRun) {
        return new Finding(List.of(new Cause(kind, evidence, fix)), nextRun);
    }

    /** With a further cause, less likely than those before it. */
    Finding or(CauseKind kind, String evidence, String fix) {
        return new Finding(
                Stream.concat(causes.stream(), Stream.of(new Cause(kind, evidence, fix)))
                        .toList(),
                nextRun);
    }

    /** With a further run that would tell. */
    Finding andThen(String run) {
        return new Finding(causes, nextRun.isEmpty() ? run : nextRun + "; or " + run);
    }

    Diagnosis of(Cell cell) {
        return new Diagnosis(cell, causes, nextRun.isEmpty(), nextRun);
    }
}
