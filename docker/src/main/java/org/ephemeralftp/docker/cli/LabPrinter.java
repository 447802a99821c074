package org.ephemeralftp.docker.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.ephemeralftp.client.probe.Attempt;
import org.ephemeralftp.client.probe.CellResult;
import org.ephemeralftp.client.probe.Verdict;
import org.ephemeralftp.client.report.Page;
import org.ephemeralftp.client.report.ProbePrinter;
import org.ephemeralftp.client.report.ProbeResult;
import org.ephemeralftp.client.report.ProbeResult.Mark;
import org.ephemeralftp.client.report.Style;
import org.ephemeralftp.client.report.SweepPrinter;
import org.ephemeralftp.client.sweep.SweepReport;
import org.ephemeralftp.docker.lab.CellEvidence;
import org.ephemeralftp.docker.lab.CellEvidence.RuleVerdict;

/** What came of a ruleset, for people: the verdicts, what the firewalls did, why something failed, and every port. */
final class LabPrinter {
    private static final int WIDTH = 80;
    private static final String COLUMNS = "%-15s  %-13s  %-38s  %s";
    private static final String INDENTED = " ".repeat(32);

    private final PrintWriter out;
    private final boolean colors;
    private final Page page;

    LabPrinter(PrintWriter out, boolean colors) {
        this.out = out;
        this.colors = colors;
        this.page = new Page(out, colors, WIDTH);
    }

    void print(LabResult result) {
        page.line(Style.HEADING, String.format(COLUMNS, "cell", "without rules", "with rules", "passed"));
        result.probe().rows().forEach(row -> row(result, row));
        page.emptyLine();
        page.line(Style.HEADING, "Packets that rules counted, and connections as the kernels track them");
        result.probe().rows().stream()
                .filter(row -> !row.cell().attempts().isEmpty())
                .forEach(row -> result.report().evidence(row.cell().cell()).ifPresent(this::evidence));
        new ProbePrinter(out, colors).explain(result.probe());
        result.report().remarks().forEach(remark -> {
            page.emptyLine();
            page.prose(Style.HEADING, "Worth knowing: ", remark);
        });
        result.report().sweep().ifPresent(this::sweep);
        page.emptyLine();
        conclude(result);
    }

    private void row(LabResult result, ProbeResult.Row row) {
        CellResult cell = row.cell();
        Optional<CellResult> control = result.report().control().cell(cell.cell());
        String without = control.map(LabPrinter::word).orElse("not tried");
        if (cell.verdict().kind() == Verdict.Kind.SKIPPED && row.judgement() == null) {
            String start = String.format("%-15s  %-13s  ", cell.cell(), without);
            page.prose(style(row.mark()), start, "skipped: " + cell.remark());
            return;
        }
        page.line(
                style(row.mark()),
                String.format(COLUMNS, cell.cell(), without, cell.verdict(), passed(cell))
                        .stripTrailing());
        if (!row.text().equals(cell.verdict().toString())) {
            page.prose(style(row.mark()), INDENTED, row.text().replace(cell.verdict() + " ", ""));
        }
        if (!cell.remark().isEmpty()) {
            page.prose(Style.QUIET, INDENTED, cell.remark());
        }
    }

    /** Whether it works without rules; how it does not is in what the cell remarks then. */
    private static String word(CellResult control) {
        return switch (control.verdict().kind()) {
            case OK -> "ok";
            case MISADVERTISED -> "misadvertised";
            case FAILED -> "fails";
            case SOMETIMES -> "sometimes";
            case SKIPPED -> "skipped";
            case INCONCLUSIVE -> "inconclusive";
        };
    }

    private static String passed(CellResult cell) {
        List<Attempt> meant = cell.attempts().stream()
                .filter(attempt -> attempt.kind() != Attempt.Kind.UNCONNECTED)
                .toList();
        return meant.isEmpty() ? "" : meant.stream().filter(Attempt::passed).count() + " of " + meant.size();
    }

    private static Style style(Mark mark) {
        return switch (mark) {
            case FINE -> Style.GOOD;
            case NOT_FINE -> Style.BAD;
            case UNTOLD -> Style.DATA;
            case LEFT_OUT -> Style.QUIET;
        };
    }

    private void evidence(CellEvidence evidence) {
        page.emptyLine();
        page.line(Style.HEADING, evidence.cell().toString());
        if (evidence.rules().isEmpty()) {
            page.line(Style.QUIET, "  no rule counted a packet");
        }
        evidence.rules()
                .forEach(rule -> page.prose(
                        style(rule.verdict()),
                        "  " + EvidenceText.where(rule) + EvidenceText.count(rule) + ": ",
                        rule.text()));
        evidence.conntrack()
                .forEach(entry ->
                        page.prose(Style.QUIET, "  " + entry.host() + " tracked: ", EvidenceText.words(entry)));
    }

    private static Style style(RuleVerdict verdict) {
        return switch (verdict) {
            case ACCEPT -> Style.GOOD;
            case DROP, REJECT -> Style.BAD;
            case OTHER -> Style.PLAIN;
        };
    }

    private void sweep(SweepReport sweep) {
        page.emptyLine();
        page.line(Style.HEADING, "Every passive port, one by one: " + LabResult.cell(sweep));
        new SweepPrinter(out, colors, "a longer --within gets further, or fewer passive ports").ends(sweep);
    }

    private void conclude(LabResult result) {
        ProbeResult probe = result.probe();
        long fine = probe.count(Mark.FINE);
        long untold = probe.count(Mark.UNTOLD);
        long tried = fine + probe.count(Mark.NOT_FINE) + untold;
        String what = probe.judgements().isEmpty() ? "ok" : "as expected";
        String cells = tried == 0
                ? "There was nothing to try"
                : fine + " of " + tried + (tried == 1 ? " cell is " : " cells are ") + what
                        + (untold == 0 ? "" : ", " + untold + " inconclusive");
        String sweep = switch (result.sweepMark()) {
            case FINE, LEFT_OUT -> "";
            case NOT_FINE -> ", but not every passive port is open";
            case UNTOLD -> ", but whether every passive port is open is not known";
        };
        String start = result.exitStatus() == ProbeResult.INCONCLUSIVE ? "Inconclusive: " : "";
        page.prose(
                result.exitStatus() == ProbeResult.AS_EXPECTED ? Style.GOOD : Style.BAD,
                "",
                start + cells + sweep + ", in " + seconds(result.report().took()) + ".");
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.3f s", took.toNanos() / 1e9);
    }
}
