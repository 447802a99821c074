package org.ephemeralftp.client.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.EphemeralRange;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.connection.ServerAddress;
import org.ephemeralftp.client.report.Page;
import org.ephemeralftp.client.report.Style;
import org.ephemeralftp.client.tour.FamilyVisit;
import org.ephemeralftp.client.tour.Outcome;
import org.ephemeralftp.client.tour.Step;
import org.ephemeralftp.client.tour.TourCell;
import org.ephemeralftp.client.tour.TourEvent;
import org.ephemeralftp.client.tour.TourObserver;
import org.ephemeralftp.client.tour.TourReport;

/** The tour as text: the timeline while it runs, a table when it is done. */
final class TourPrinter implements TourObserver {
    private final Page page;
    private final PortStory ports;
    private @Nullable Step step;
    private boolean inCell;

    TourPrinter(PrintWriter out, boolean colors, Optional<EphemeralRange> ofThisMachine) {
        this.page = new Page(out, colors);
        this.ports = new PortStory(ofThisMachine);
    }

    void start(ServerAddress server, String user, Protection protection, List<DataMode> modes, boolean readOnly) {
        String names = modes.stream().distinct().sorted().map(DataMode::name).collect(Collectors.joining(", "));
        page.line(
                Style.HEADING,
                "Tour of " + server + " as " + user + (protection == Protection.TLS ? " under TLS" : "") + ": " + names
                        + (readOnly ? ", read only" : ""));
        page.line(
                Style.QUIET,
                "Seconds since the cell began, then  > command  < reply  = connection  . remark  ! problem");
    }

    void end(TourReport report) {
        page.emptyLine();
        new SummaryTable(page, ports).print(report);
    }

    @Override
    public void familyStarted(AddressFamily family) {
        page.emptyLine();
        page.line(Style.HEADING, family + ": the control connection");
        inCell = false;
    }

    @Override
    public void cellStarted(DataMode mode, AddressFamily family) {
        String roles =
                mode.passive() ? "the server listens, the client connects" : "the client listens, the server connects";
        page.emptyLine();
        page.line(Style.HEADING, mode + " over " + family + ": " + roles);
        inCell = true;
        step = null;
    }

    @Override
    public void happened(TourEvent event) {
        if (inCell && event.step() != step) {
            page.line(Style.QUIET, "  " + event.step());
        }
        step = event.step();
        String time = String.format(Locale.ROOT, "%9.3f  ", event.at().toNanos() / 1e9);
        switch (event.kind()) {
            case COMMAND -> page.line(Style.PLAIN, time + "> " + event.text());
            case REPLY -> page.line(Style.PLAIN, time + "< " + event.text());
            case CONTROL_CONNECTED -> page.line(Style.DATA, time + "= " + event.text() + "  the client connected");
            case DATA_CONNECTED -> page.line(Style.DATA, time + "= " + event.text());
            case TLS -> page.line(Style.DATA, time + "= " + event.text());
            case LISTENING, NOTE -> page.paragraph(Style.PLAIN, time + ". ", event.text());
            case PROBLEM -> page.paragraph(Style.BAD, time + "! ", event.text());
        }
    }

    @Override
    public void cellEnded(TourCell cell) {
        if (cell.outcome() == Outcome.NOT_APPLICABLE) {
            page.emptyLine();
            page.line(Style.HEADING, cell.mode() + " over " + cell.family() + ": " + cell.detail());
            return;
        }
        ports.of(cell).forEach(text -> page.line(Style.QUIET, text));
    }

    @Override
    public void familyEnded(FamilyVisit visit) {
        if (visit.outcome() != Outcome.OK) {
            page.paragraph(Style.of(visit.outcome()), "  " + visit.outcome() + ": ", visit.detail());
        }
    }
}
