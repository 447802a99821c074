package org.ephemeralftp.client.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.probe.CellResult;
import org.ephemeralftp.client.probe.Expectations;
import org.ephemeralftp.client.probe.Expectations.Judgement;
import org.ephemeralftp.client.probe.PhaseRecord;
import org.ephemeralftp.client.probe.ProbeReport;

/**
 * What a probe found, and what is to be thought of it.
 *
 * @param judgements one for each cell in the report's order; none if nothing was expected but that all works
 */
public record ProbeResult(ProbeReport report, List<Judgement> judgements) {
    public static final int AS_EXPECTED = 0;
    public static final int NOT_AS_EXPECTED = 1;
    public static final int INCONCLUSIVE = 3;

    /** What is thought of one cell. */
    public enum Mark {
        FINE,
        NOT_FINE,
        /** Nothing contradicts, and nothing is known. */
        UNTOLD,
        /** There was nothing to try, or nothing is expected of it. */
        LEFT_OUT
    }

    /** One cell with all there is of it. */
    public record Row(CellResult cell, Mark mark, @Nullable Judgement judgement) {
        /** What was found, and what was expected if that differs. */
        public String text() {
            String expected = judgement == null || judgement.met() ? "" : " (expected: " + judgement.expected() + ")";
            return cell.verdict() + expected;
        }

        public String whyLeftOut() {
            return judgement == null ? cell.remark() : "nothing is expected; it was: " + cell.verdict();
        }

        /** How long all phases took; attempts may share a control connection, which then counts once. */
        public Duration took() {
            return cell.attempts().stream()
                    .flatMap(attempt -> attempt.phases().stream())
                    .distinct()
                    .map(PhaseRecord::took)
                    .reduce(Duration.ZERO, Duration::plus);
        }
    }

    public static ProbeResult of(ProbeReport report, @Nullable Expectations expectations) {
        return new ProbeResult(report, expectations == null ? List.of() : expectations.judge(report));
    }

    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < report.cells().size(); i++) {
            CellResult cell = report.cells().get(i);
            rows.add(
                    judgements.isEmpty()
                            ? new Row(cell, usual(cell), null)
                            : new Row(cell, expected(judgements.get(i)), judgements.get(i)));
        }
        return rows;
    }

    private static Mark usual(CellResult cell) {
        return switch (cell.verdict().kind()) {
            case OK -> Mark.FINE;
            case SKIPPED -> Mark.LEFT_OUT;
            case INCONCLUSIVE -> Mark.UNTOLD;
            case FAILED, SOMETIMES, MISADVERTISED -> Mark.NOT_FINE;
        };
    }

    private static Mark expected(Judgement judgement) {
        if (!judgement.judged()) {
            return Mark.LEFT_OUT;
        }
        if (judgement.met()) {
            return Mark.FINE;
        }
        return judgement.untold() ? Mark.UNTOLD : Mark.NOT_FINE;
    }

    public long count(Mark mark) {
        return rows().stream().filter(row -> row.mark() == mark).count();
    }

    public int exitStatus() {
        if (count(Mark.NOT_FINE) > 0) {
            return NOT_AS_EXPECTED;
        }
        return count(Mark.UNTOLD) > 0 || count(Mark.FINE) == 0 ? INCONCLUSIVE : AS_EXPECTED;
    }
}
