package org.ephemeralftp.client.report;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.probe.Attempt;
import org.ephemeralftp.client.probe.Cause;
import org.ephemeralftp.client.probe.CauseKind;
import org.ephemeralftp.client.probe.CellResult;
import org.ephemeralftp.client.probe.Diagnosis;
import org.ephemeralftp.client.probe.Verdict;

/** A probe's result for people: a table, and for what failed why and what to do. */
public final class ProbePrinter {
    private static final String COLUMNS = "%-15s  %-38s  %-7s  %10s";

    private final Page page;

    public ProbePrinter(PrintWriter out, boolean colors) {
        this.page = new Page(out, colors, DiagnosisText.WIDTH);
    }

    public void print(ProbeResult result) {
        page.line(Style.HEADING, String.format(COLUMNS, "cell", "verdict", "passed", "time"));
        result.rows().forEach(this::row);
        explain(result);
        page.emptyLine();
        conclude(result);
    }

    /** Prints why what failed did so, and what else is worth knowing. */
    public void explain(ProbeResult result) {
        Map<Matter, List<Diagnosis>> matters = result.report().diagnoses().stream()
                .collect(Collectors.groupingBy(Matter::of, LinkedHashMap::new, Collectors.toList()));
        matters.values().forEach(this::matter);
        result.report().remarks().forEach(this::remark);
    }

    private void row(ProbeResult.Row row) {
        CellResult cell = row.cell();
        if (cell.verdict().kind() == Verdict.Kind.SKIPPED && row.judgement() == null) {
            page.prose(style(row.mark()), String.format("%-15s  ", cell.cell()), "skipped: " + cell.remark());
            return;
        }
        String tried = cell.attempts().isEmpty() ? "" : passed(cell);
        String time = cell.attempts().isEmpty() ? "" : seconds(row.took());
        page.line(
                style(row.mark()),
                String.format(COLUMNS, cell.cell(), cell.verdict(), tried, time).stripTrailing());
        if (!row.text().equals(cell.verdict().toString())) {
            page.prose(style(row.mark()), " ".repeat(17), row.text().replace(cell.verdict() + " ", ""));
        }
        if (!cell.remark().isEmpty()) {
            page.prose(Style.QUIET, " ".repeat(17), cell.remark());
        }
    }

    /** Without those that are left alone on purpose, which are not meant to pass. */
    private static String passed(CellResult cell) {
        List<Attempt> meant = cell.attempts().stream()
                .filter(attempt -> attempt.kind() != Attempt.Kind.UNCONNECTED)
                .toList();
        return meant.stream().filter(Attempt::passed).count() + " of " + meant.size();
    }

    private static Style style(ProbeResult.Mark mark) {
        return switch (mark) {
            case FINE -> Style.GOOD;
            case NOT_FINE -> Style.BAD;
            case UNTOLD -> Style.DATA;
            case LEFT_OUT -> Style.QUIET;
        };
    }

    /** What has the same causes and fixes over one family is one matter, however the times and ports in it differ. */
    private record Matter(AddressFamily family, List<CauseKind> kinds, List<String> fixes, String nextRun) {
        static Matter of(Diagnosis diagnosis) {
            return new Matter(
                    diagnosis.cell().family(),
                    diagnosis.causes().stream().map(Cause::kind).toList(),
                    diagnosis.causes().stream().map(Cause::fix).toList(),
                    diagnosis.nextRun());
        }
    }

    private void matter(List<Diagnosis> alike) {
        page.emptyLine();
        page.prose(
                Style.HEADING,
                "",
                alike.stream().map(each -> each.cell().toString()).collect(Collectors.joining(", ")));
        new DiagnosisText(alike.get(0)).print(page);
    }

    private void remark(Cause remark) {
        page.emptyLine();
        page.prose(Style.HEADING, "Worth knowing: ", remark.kind().title());
        page.prose(Style.PLAIN, "    seen: ", remark.evidence());
        page.prose(Style.PLAIN, "    fix:  ", remark.fix());
    }

    private void conclude(ProbeResult result) {
        boolean expectations = !result.judgements().isEmpty();
        long fine = result.count(ProbeResult.Mark.FINE);
        long tried = fine + result.count(ProbeResult.Mark.NOT_FINE) + result.count(ProbeResult.Mark.UNTOLD);
        long untold = result.count(ProbeResult.Mark.UNTOLD);
        String what = expectations ? "as expected" : "ok";
        String cells = fine + " of " + tried + (tried == 1 ? " cell is " : " cells are ") + what
                + (untold == 0 ? "" : ", " + untold + " inconclusive");
        String took = ", in " + seconds(result.report().took()) + ".";
        switch (result.exitStatus()) {
            case ProbeResult.AS_EXPECTED -> page.line(Style.GOOD, cells + took);
            case ProbeResult.NOT_AS_EXPECTED -> page.line(Style.BAD, cells + took);
            default ->
                page.line(Style.BAD, tried == 0 ? "There was nothing to try" + took : "Inconclusive: " + cells + took);
        }
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.3f s", took.toNanos() / 1e9);
    }
}
