package org.ephemeralftp.client.cli;

import java.time.Duration;
import java.util.Locale;

import org.ephemeralftp.client.report.Page;
import org.ephemeralftp.client.report.Style;
import org.ephemeralftp.client.tour.FamilyVisit;
import org.ephemeralftp.client.tour.Outcome;
import org.ephemeralftp.client.tour.TourCell;
import org.ephemeralftp.client.tour.TourReport;

/** The table at the end of a tour, one row for each cell. */
final class SummaryTable {
    private static final String COLUMNS = "%-5s %-6s %-8s %11s  %-18s %-18s %9s";

    private final Page page;
    private final PortStory ports;

    SummaryTable(Page page, PortStory ports) {
        this.page = page;
        this.ports = ports;
    }

    void print(TourReport report) {
        page.line(
                Style.HEADING,
                String.format(
                        COLUMNS, "mode", "family", "result", "bytes", "server's ports", "client's ports", "time"));
        for (FamilyVisit visit : report.families()) {
            visit.cells().forEach(this::row);
            if (visit.outcome() != Outcome.OK) {
                page.paragraph(
                        Style.of(visit.outcome()),
                        String.format("%-5s %-6s %s: ", "all", visit.family(), visit.outcome()),
                        visit.detail());
            }
        }
        page.emptyLine();
        verdict(report);
    }

    private void row(TourCell cell) {
        if (cell.outcome() == Outcome.NOT_APPLICABLE) {
            page.line(Style.QUIET, String.format("%-5s %-6s %s", cell.mode(), cell.family(), cell.detail()));
            return;
        }
        page.line(
                cell.outcome() == Outcome.OK ? Style.PLAIN : Style.BAD,
                String.format(
                        COLUMNS,
                        cell.mode(),
                        cell.family(),
                        cell.outcome(),
                        String.format(Locale.ROOT, "%,d", cell.bytes()),
                        ports.ofServer(cell),
                        ports.ofClient(cell),
                        seconds(cell.took())));
        if (cell.outcome() == Outcome.FAILED) {
            page.paragraph(Style.BAD, " ".repeat(13), cell.detail());
        }
    }

    private void verdict(TourReport report) {
        long failed = count(report, Outcome.FAILED);
        long ok = count(report, Outcome.OK);
        if (failed + ok == 0) {
            page.line(Style.BAD, "Nothing could be toured.");
        } else if (failed > 0) {
            page.line(
                    Style.BAD,
                    ok + failed == 1 ? "The one cell failed." : failed + " of " + (ok + failed) + " cells failed.");
        } else if (!report.passed()) {
            page.line(Style.BAD, "No cell failed, but a control connection did.");
        } else if (report.cells().stream().mapToLong(TourCell::bytes).sum() == 0) {
            page.line(Style.GOOD, "Nothing failed, and no byte of a file was there to compare.");
        } else {
            page.line(Style.GOOD, "All bytes matched in " + (ok == 1 ? "the one cell." : "all " + ok + " cells."));
        }
    }

    private static long count(TourReport report, Outcome outcome) {
        return report.cells().stream().filter(cell -> cell.outcome() == outcome).count();
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.3f s", took.toNanos() / 1e9);
    }
}
