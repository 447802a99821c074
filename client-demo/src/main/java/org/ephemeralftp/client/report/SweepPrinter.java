package org.ephemeralftp.client.report;

import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.ephemeralftp.client.sweep.Outlook;
import org.ephemeralftp.client.sweep.PortNumbers;
import org.ephemeralftp.client.sweep.PortRange;
import org.ephemeralftp.client.sweep.PortResult;
import org.ephemeralftp.client.sweep.PortVerdict;
import org.ephemeralftp.client.sweep.SweepReport;

/** A sweep as text, in 80 columns. */
public final class SweepPrinter {
    private static final int WIDTH = 79;

    /** More ranges than this are told by verdict. */
    private static final int MOST_RANGES = 24;

    private static final int MOST_DETAILS = 4;

    private final PrintWriter out;
    private final boolean colors;
    private final Page page;
    private final String moreTime;

    public SweepPrinter(PrintWriter out, boolean colors) {
        this(out, colors, "a longer --time-limit or more --sessions get further");
    }

    /** With what to do if the time was not enough, as a clause. */
    public SweepPrinter(PrintWriter out, boolean colors, String moreTime) {
        this.out = out;
        this.colors = colors;
        this.moreTime = moreTime;
        this.page = new Page(out, colors, WIDTH);
    }

    public void begins(String heading, Outlook outlook) {
        page.line(Style.HEADING, heading);
        SweepWords.of(outlook).forEach(text -> page.paragraph(Style.QUIET, "", text));
    }

    public void ends(SweepReport report) {
        page.emptyLine();
        ranges(report);
        if (report.ports().size() > 1) {
            page.emptyLine();
            picture(report);
        }
        if (!report.ports().isEmpty()) {
            page.emptyLine();
        }
        details(report);
        SweepWords.of(report, moreTime).forEach(text -> page.paragraph(Style.QUIET, "", text));
        page.emptyLine();
        page.line(report.passed() ? Style.GOOD : Style.BAD, SweepWords.verdict(report));
    }

    private void ranges(SweepReport report) {
        List<PortRange> ranges = report.ranges();
        if (ranges.size() <= MOST_RANGES) {
            for (PortRange each : ranges) {
                page.line(
                        PortMark.of(each.verdict()).style(),
                        String.format(
                                "  %-11s  %-34s %12s",
                                each.numbers(), each.verdict().words(), SweepWords.count(each.size(), "port")));
            }
            return;
        }
        for (PortVerdict verdict : verdicts(report)) {
            PortNumbers numbers = PortNumbers.of(report.ports().stream()
                    .filter(each -> each.verdict() == verdict)
                    .mapToInt(PortResult::port));
            page.paragraph(
                    PortMark.of(verdict).style(),
                    "  ",
                    verdict.words() + ", " + SweepWords.count(numbers.size(), "port") + ": "
                            + numbers.toString().replace(",", ", "));
        }
    }

    private static Set<PortVerdict> verdicts(SweepReport report) {
        Set<PortVerdict> found = EnumSet.noneOf(PortVerdict.class);
        report.ports().forEach(each -> found.add(each.verdict()));
        return found;
    }

    private void picture(SweepReport report) {
        PortPicture picture = PortPicture.of(report.ports());
        int next = picture.rows().get(0).from();
        for (PortPicture.Row row : picture.rows()) {
            if (row.from() > next) {
                out.println("      ...");
            }
            next = row.to() + 1;
            out.println(String.format(Locale.ROOT, "  %5d ", row.from())
                    + PortPicture.drawn(row, colors)
                    + " ".repeat(PortPicture.COLUMNS - row.cells().size())
                    + String.format(Locale.ROOT, " %d", row.to()));
        }
        page.emptyLine();
        boolean several = picture.rows().stream()
                .flatMap(row -> row.cells().stream())
                .anyMatch(cell -> cell.verdicts().size() > 1);
        String marks = verdicts(report).stream()
                .map(verdict -> PortMark.of(verdict).character() + " " + verdict.words())
                .collect(Collectors.joining(",  "));
        page.paragraph(
                Style.QUIET,
                "  ",
                marks
                        + (several ? ",  " + PortMark.SEVERAL + " several of these" : "")
                        + (picture.perCell() > 1 ? ";  one character for " + picture.perCell() + " ports" : ""));
    }

    /** What was said of ports, each text once. */
    private void details(SweepReport report) {
        Set<String> texts = new TreeSet<>();
        report.ports().stream()
                .filter(each -> !each.detail().isEmpty())
                .forEach(each -> texts.add(each.verdict().words() + ": " + each.detail()));
        texts.stream().limit(MOST_DETAILS).forEach(text -> page.paragraph(Style.PLAIN, "  ", text));
        if (texts.size() > MOST_DETAILS) {
            page.line(Style.PLAIN, "  ... and " + (texts.size() - MOST_DETAILS) + " texts more; --format json has all");
        }
    }
}
