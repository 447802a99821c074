package org.ephemeralftp.client.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.ephemeralftp.client.probe.Attempt;
import org.ephemeralftp.client.probe.Cause;
import org.ephemeralftp.client.probe.Cell;
import org.ephemeralftp.client.probe.CellResult;
import org.ephemeralftp.client.probe.Diagnosis;
import org.ephemeralftp.client.probe.PhaseRecord;

/** A probe's result for people: a table, and for what failed why and what to do. */
final class ProbePrinter {
    private static final String COLUMNS = "%-15s  %-38s  %-7s  %10s";

    private final Page page;

    ProbePrinter(PrintWriter out, boolean colors) {
        this.page = new Page(out, colors, DiagnosisText.WIDTH);
    }

    void print(ProbeResult result) {
        page.line(Style.HEADING, String.format(COLUMNS, "cell", "verdict", "passed", "time"));
        result.rows().forEach(this::row);
        // Cells that have the same diagnosis are one matter.
        Map<Diagnosis, List<Cell>> alike = result.report().diagnoses().stream()
                .collect(Collectors.groupingBy(
                        each -> new Diagnosis(
                                result.report().diagnoses().get(0).cell(),
                                each.causes(),
                                each.conclusive(),
                                each.nextRun()),
                        LinkedHashMap::new,
                        Collectors.mapping(Diagnosis::cell, Collectors.toList())));
        alike.forEach(this::diagnosis);
        result.report().remarks().forEach(this::remark);
        page.emptyLine();
        conclude(result);
    }

    private void row(ProbeResult.Row row) {
        CellResult cell = row.cell();
        String tried = cell.attempts().isEmpty()
                ? ""
                : passed(cell) + " of " + cell.attempts().size();
        String time = cell.attempts().isEmpty() ? "" : seconds(took(cell));
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

    private static long passed(CellResult cell) {
        return cell.attempts().stream().filter(Attempt::passed).count();
    }

    private static Duration took(CellResult cell) {
        return cell.attempts().stream()
                .flatMap(attempt -> attempt.phases().stream())
                .map(PhaseRecord::took)
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Style style(ProbeResult.Mark mark) {
        return switch (mark) {
            case FINE -> Style.GOOD;
            case NOT_FINE -> Style.BAD;
            case UNTOLD -> Style.DATA;
            case LEFT_OUT -> Style.QUIET;
        };
    }

    private void diagnosis(Diagnosis diagnosis, List<Cell> cells) {
        page.emptyLine();
        page.prose(Style.HEADING, "", cells.stream().map(Cell::toString).collect(Collectors.joining(", ")));
        new DiagnosisText(diagnosis).print(page);
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
