package org.ephemeralftp.client.probe;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.ConnectionOutcome;

/**
 * What came of a cell, in the words of expectations: {@code ok}, {@code timed-out at data-connect}, {@code replied-425 at
 * data-setup}, {@code sometimes timed-out at data-connect}, {@code misadvertised}, {@code skipped}, {@code inconclusive}.
 *
 * @param phase where it failed; null if it did not
 * @param outcome how it failed; null if it did not
 * @param code that of the reply if the outcome is REPLIED, else 0
 */
public record Verdict(
        Kind kind, @Nullable Phase phase, @Nullable ConnectionOutcome outcome, int code) {
    public static final Verdict OK = new Verdict(Kind.OK, null, null, 0);
    public static final Verdict MISADVERTISED = new Verdict(Kind.MISADVERTISED, null, null, 0);
    public static final Verdict SKIPPED = new Verdict(Kind.SKIPPED, null, null, 0);
    public static final Verdict INCONCLUSIVE = new Verdict(Kind.INCONCLUSIVE, null, null, 0);

    /** The sort of a verdict. */
    public enum Kind {
        /** Every attempt passed. */
        OK,
        /** Every attempt passed, but the address in the 227 leads nowhere: clients that believe it fail. */
        MISADVERTISED,
        /** Every attempt failed; phase and outcome are those of the first. */
        FAILED,
        /** Some attempts passed; phase and outcome are those of the first that did not. */
        SOMETIMES,
        /** There is nothing to try: the host has no address of this family, or the mode cannot express it. */
        SKIPPED,
        /** It was not tried to an end, so that nothing is known. */
        INCONCLUSIVE
    }

    /** What these attempts and checks amount to; there is at least one attempt. */
    static Verdict of(List<Attempt> attempts, List<Check> checks) {
        // The others are there for the diagnosis: one cannot pass, and one only repeats what failed.
        List<Attempt> counted = attempts.stream()
                .filter(each -> each.kind() == Attempt.Kind.USUAL || each.kind() == Attempt.Kind.LONG)
                .toList();
        Optional<Attempt> bad = counted.stream().filter(each -> !each.passed()).findFirst();
        if (bad.isPresent()) {
            boolean always = counted.stream().noneMatch(Attempt::passed);
            return failed(always ? Kind.FAILED : Kind.SOMETIMES, bad.get().last());
        }
        boolean wrongAddress = checks.stream()
                .anyMatch(each -> each.kind() == Check.Kind.ADVERTISED_ADDRESS
                        && !each.result().passed());
        return wrongAddress ? MISADVERTISED : OK;
    }

    static Verdict failed(Kind kind, PhaseRecord where) {
        return new Verdict(kind, where.phase(), where.outcome(), where.code());
    }

    @Override
    public String toString() {
        return switch (kind) {
            case OK -> "ok";
            case MISADVERTISED -> "misadvertised";
            case SKIPPED -> "skipped";
            case INCONCLUSIVE -> "inconclusive";
            case FAILED -> failure();
            case SOMETIMES -> "sometimes " + failure();
        };
    }

    private String failure() {
        return outcome + (outcome == ConnectionOutcome.REPLIED ? "-" + code : "") + " at " + phase;
    }
}
