package org.ephemeralftp.client.probe;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import org.ephemeralftp.client.connection.ConnectionOutcome;

/**
 * Assertions about what a probe found, for tests with whichever library; a failed one is an {@link AssertionError} that tells
 * the cells, and the likely causes.
 *
 * <pre>{@code
 * assertThat(report).cell("pasv.plain.ipv4").isOk();
 * assertThat(report).cell("pasv.tls.ipv4")
 *         .failedAt(Phase.DATA_CONNECT).with(ConnectionOutcome.TIMED_OUT)
 *         .becauseOf(CauseKind.HELPER_CANNOT_READ_TLS);
 * }</pre>
 */
public final class ProbeAssertions {
    private final ProbeReport report;

    private ProbeAssertions(ProbeReport report) {
        this.report = report;
    }

    /** Begins assertions about this report. */
    public static ProbeAssertions assertThat(ProbeReport report) {
        return new ProbeAssertions(Objects.requireNonNull(report, "report"));
    }

    /** Everything that was tried worked, and something was. */
    public ProbeAssertions passed() {
        return check(report.passed(), "expected all cells that can be tried to be ok");
    }

    /** What was found is what was expected, wherever something was. */
    public ProbeAssertions matches(Expectations expectations) {
        List<String> unmet = expectations.judge(report).stream()
                .filter(each -> !each.met())
                .map(Expectations.Judgement::toString)
                .toList();
        return check(unmet.isEmpty(), String.join("\n", unmet));
    }

    /** A device on the way, or the like, was noticed although nothing fails for it. */
    public ProbeAssertions remarks(CauseKind kind) {
        return check(
                report.remarks().stream().anyMatch(each -> each.kind() == kind),
                "expected the remark " + kind + ", and there is " + report.remarks());
    }

    /** Nothing was noticed beside what failed. */
    public ProbeAssertions remarksNothing() {
        return check(report.remarks().isEmpty(), "expected no remark, and there is " + report.remarks());
    }

    /** Begins assertions about a cell, named as in {@code pasv.plain.ipv4}. */
    public CellAssertions cell(String name) {
        return report.cells().stream()
                .filter(each -> each.cell().toString().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(CellAssertions::new)
                .orElseThrow(() -> new AssertionError(described("there is no cell " + name + " in the report")));
    }

    /** Begins assertions about a cell. */
    public CellAssertions cell(Cell cell) {
        return cell(cell.toString());
    }

    private ProbeAssertions check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(described(otherwise));
        }
        return this;
    }

    /** Text of the server may be in it, so that what would steer a terminal is taken out. */
    private String described(String what) {
        String cells = report.cells().stream()
                .map(each -> "  " + each.cell() + "  " + each.verdict()
                        + (each.remark().isEmpty() ? "" : " (" + each.remark() + ")"))
                .collect(Collectors.joining("\n"));
        return (what + "\nProbe of " + report.server() + ":\n" + cells).replaceAll("[\\p{Cc}\\p{Cf}&&[^\n]]", "?");
    }

    /** Assertions about one cell of a report. */
    public final class CellAssertions {
        private final CellResult result;

        private CellAssertions(CellResult result) {
            this.result = result;
        }

        /** Every attempt passed. */
        public ProbeAssertions isOk() {
            return has(Verdict.OK);
        }

        /** Every attempt passed, but the address in the 227 leads nowhere. */
        public CellAssertions isMisadvertised() {
            has(Verdict.MISADVERTISED);
            return this;
        }

        /** There was nothing to try. */
        public ProbeAssertions isSkipped() {
            return has(Verdict.SKIPPED);
        }

        /** The verdict is this one. */
        public ProbeAssertions has(Verdict verdict) {
            expect(result.verdict().equals(verdict), verdict.toString());
            return ProbeAssertions.this;
        }

        /** Every attempt failed, the first in this phase. */
        public CellAssertions failedAt(Phase phase) {
            expect(
                    result.verdict().kind() == Verdict.Kind.FAILED
                            && result.verdict().phase() == phase,
                    "a failure at " + phase);
            return this;
        }

        /** Some attempts passed, and the first that did not failed in this phase. */
        public CellAssertions sometimesFailedAt(Phase phase) {
            expect(
                    result.verdict().kind() == Verdict.Kind.SOMETIMES
                            && result.verdict().phase() == phase,
                    "to fail sometimes at " + phase);
            return this;
        }

        /** It failed like this. */
        public CellAssertions with(ConnectionOutcome outcome) {
            expect(result.verdict().outcome() == outcome, "a failure that is " + outcome);
            return this;
        }

        /** It failed with a reply that has this code. */
        public CellAssertions withReply(int code) {
            expect(result.verdict().code() == code && code != 0, "a failure with reply " + code);
            return this;
        }

        /** The likely causes begin with these, the likeliest first. */
        public CellAssertions becauseOf(CauseKind... kinds) {
            List<CauseKind> found = report.diagnosis(result.cell()).stream()
                    .flatMap(each -> each.causes().stream())
                    .map(Cause::kind)
                    .toList();
            boolean begins = found.size() >= kinds.length
                    && found.subList(0, kinds.length).equals(List.of(kinds));
            expect(begins, "the causes to begin with " + Arrays.toString(kinds));
            return this;
        }

        /** What was seen allows the first cause only. */
        public CellAssertions conclusively() {
            expect(report.diagnosis(result.cell()).filter(Diagnosis::conclusive).isPresent(), "a conclusive diagnosis");
            return this;
        }

        /** Goes on with the whole report. */
        public ProbeAssertions and() {
            return ProbeAssertions.this;
        }

        private void expect(boolean holds, String expected) {
            check(
                    holds,
                    result.cell() + ": expected " + expected + ", but was " + result.verdict()
                            + report.diagnosis(result.cell())
                                    .map(CellAssertions::told)
                                    .orElse(""));
        }

        private static String told(Diagnosis diagnosis) {
            String next = diagnosis.conclusive() ? "" : "\n  to be sure: " + diagnosis.nextRun();
            return diagnosis.causes().stream()
                            .map(each ->
                                    "\n  " + each.kind() + ": " + each.kind().title() + "\n    seen: " + each.evidence()
                                            + "\n    fix: " + each.fix())
                            .collect(Collectors.joining())
                    + next;
        }
    }
}
