package org.ephemeralftp.client.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.tour.AddressFamily;
import org.ephemeralftp.client.tour.DataMode;
import org.ephemeralftp.client.tour.EphemeralRange;
import org.ephemeralftp.client.tour.FamilyVisit;
import org.ephemeralftp.client.tour.Outcome;
import org.ephemeralftp.client.tour.ServerAddress;
import org.ephemeralftp.client.tour.Step;
import org.ephemeralftp.client.tour.TourCell;
import org.ephemeralftp.client.tour.TourEvent;
import org.ephemeralftp.client.tour.TourObserver;
import org.ephemeralftp.client.tour.TourReport;

/** The tour as text: the timeline while it runs, a table when it is done. */
final class TourPrinter implements TourObserver {
    private final PrintWriter out;
    private final boolean colors;
    private final PortStory ports;
    private @Nullable Step step;

    TourPrinter(PrintWriter out, boolean colors, Optional<EphemeralRange> ofThisMachine) {
        this.out = out;
        this.colors = colors;
        this.ports = new PortStory(ofThisMachine);
    }

    void start(ServerAddress server, String user, List<DataMode> modes, boolean readOnly) {
        String names = modes.stream().distinct().sorted().map(DataMode::name).collect(Collectors.joining(", "));
        heading("Tour of " + server + " as " + user + ": " + names + (readOnly ? ", read only" : ""));
        line("In the timelines: seconds, then  > command  < reply  = connection  . remark  ! problem", Style.QUIET);
    }

    @Override
    public void familyStarted(AddressFamily family) {
        out.println();
        heading(family + ": the control connection");
        step = Step.CONNECT;
    }

    @Override
    public void cellStarted(DataMode mode, AddressFamily family) {
        out.println();
        String roles =
                mode.passive() ? "the server listens, the client connects" : "the client listens, the server connects";
        heading(mode + " over " + family + ": " + roles);
        step = null;
    }

    @Override
    public void happened(TourEvent event) {
        if (event.step() != step && step != Step.CONNECT) {
            line("  " + event.step(), Style.QUIET);
        }
        if (step != Step.CONNECT || event.step() != Step.LOGIN) {
            step = event.step();
        }
        String time = String.format(Locale.ROOT, "%9.3f  ", event.at().toNanos() / 1e9);
        String text = Escaped.text(event.text());
        switch (event.kind()) {
            case COMMAND -> out.println(time + "> " + text);
            case REPLY -> out.println(time + "< " + text);
            case CONTROL_CONNECTED -> out.println(time + "= " + text + "  the client connected");
            case DATA_CONNECTED -> out.println(time + Style.DATA.paint("= " + text, colors));
            case LISTENING, NOTE -> out.println(time + ". " + text);
            case PROBLEM -> out.println(time + Style.BAD.paint("! " + text, colors));
        }
        out.flush();
    }

    @Override
    public void cellEnded(TourCell cell) {
        if (cell.outcome() == Outcome.NOT_APPLICABLE) {
            out.println();
            heading(cell.mode() + " over " + cell.family() + ": " + cell.detail());
            return;
        }
        ports.of(cell).forEach(text -> line(text, Style.QUIET));
    }

    @Override
    public void familyEnded(FamilyVisit visit) {
        if (visit.outcome() != Outcome.OK) {
            out.println("  " + outcome(visit.outcome(), 0) + ": " + Escaped.text(visit.detail()));
        }
    }

    void end(TourReport report) {
        out.println();
        heading(String.format(
                Locale.ROOT,
                "%-5s %-6s %-8s %11s  %-20s %-20s %8s",
                "mode",
                "family",
                "result",
                "bytes",
                "server's ports",
                "client's ports",
                "time"));
        for (FamilyVisit visit : report.families()) {
            visit.cells().forEach(this::row);
            if (visit.outcome() != Outcome.OK) {
                out.println(String.format("%-5s %-6s ", "-", visit.family()) + outcome(visit.outcome(), 0) + ": "
                        + Escaped.text(visit.detail()));
            }
        }
        out.println();
        out.println(verdict(report));
        out.flush();
    }

    private void row(TourCell cell) {
        String start = String.format("%-5s %-6s ", cell.mode(), cell.family()) + outcome(cell.outcome(), 8);
        if (cell.outcome() == Outcome.NOT_APPLICABLE) {
            out.println(start + "  " + cell.detail());
            return;
        }
        out.println(start
                + String.format(
                        Locale.ROOT,
                        " %,11d  %-20s %-20s %8s",
                        cell.bytes(),
                        ports.ofServer(cell),
                        ports.ofClient(cell),
                        seconds(cell.took())));
        if (cell.outcome() == Outcome.FAILED) {
            out.println("      " + Escaped.text(cell.detail()));
        }
    }

    private String verdict(TourReport report) {
        long failed = report.cells().stream()
                .filter(cell -> cell.outcome() == Outcome.FAILED)
                .count();
        long ok = report.cells().stream()
                .filter(cell -> cell.outcome() == Outcome.OK)
                .count();
        if (report.passed()) {
            return Style.GOOD.paint("All bytes matched in all " + ok + " cells.", colors);
        }
        if (failed + ok == 0) {
            return Style.BAD.paint("Nothing could be toured.", colors);
        }
        return Style.BAD.paint(failed + " of " + (ok + failed) + " cells failed.", colors);
    }

    private String outcome(Outcome outcome, int width) {
        Style style = outcome == Outcome.OK ? Style.GOOD : outcome == Outcome.FAILED ? Style.BAD : Style.QUIET;
        String text = outcome.toString();
        return style.paint(text, colors) + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.3f s", took.toNanos() / 1e9);
    }

    private void heading(String text) {
        line(text, Style.HEADING);
    }

    private void line(String text, Style style) {
        out.println(style.paint(Escaped.text(text), colors));
    }
}
