package org.ephemeralftp.client.cli;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.report.Escaped;
import org.ephemeralftp.client.tour.ControlEnds;
import org.ephemeralftp.client.tour.DataConnection;
import org.ephemeralftp.client.tour.FamilyVisit;
import org.ephemeralftp.client.tour.Outcome;
import org.ephemeralftp.client.tour.TourCell;
import org.ephemeralftp.client.tour.TourEvent;
import org.ephemeralftp.client.tour.TourReport;

/** A tour as a picture: for each cell a sequence diagram of the client, the server and both their connections. */
final class TourSvg {
    private static final int LEFT = 20;
    private static final int RIGHT = Svg.WIDTH - LEFT;
    private static final int LETTERS = 95;
    private static final int BOX_WIDTH = 100;

    private final Svg svg = new Svg();
    private int y = 36;

    private TourSvg() {}

    static String of(TourReport report) {
        return new TourSvg().draw(report);
    }

    private String draw(TourReport report) {
        for (FamilyVisit visit : report.families()) {
            heading(visit.family() + ": the control connection", visit.outcome(), "");
            if (!visit.detail().isEmpty()) {
                detail(visit.outcome(), visit.detail());
            }
            if (!visit.events().isEmpty()) {
                sequence(visit.events(), visit.control(), List.of());
            }
            visit.cells().forEach(this::cell);
        }
        legend();
        return svg.document(y, "A tour of " + report.server(), description(report));
    }

    private void cell(TourCell cell) {
        String numbers = String.format(
                Locale.ROOT,
                "%,d bytes there and back, %.3f s",
                cell.bytes(),
                cell.took().toNanos() / 1e9);
        String name = cell.mode() + " over " + cell.family();
        heading(name, cell.outcome(), cell.outcome() == Outcome.OK ? numbers : "");
        if (cell.events().isEmpty()) {
            detail(cell.outcome(), cell.detail());
        } else {
            sequence(cell.events(), cell.control(), cell.connections());
        }
    }

    private void heading(String text, Outcome outcome, String more) {
        svg.text(LEFT, y, "start", "heading", text);
        String result = more.isEmpty() ? outcome.toString() : outcome + ", " + more;
        svg.text(RIGHT, y, "end", outcome == Outcome.FAILED ? "bad" : "quiet", result);
        y += 14;
    }

    private void detail(Outcome outcome, String text) {
        y = paragraph(svg, LEFT, y, "start", outcome == Outcome.FAILED ? "bad" : "quiet", text, LETTERS) + 30;
    }

    private void sequence(List<TourEvent> events, @Nullable ControlEnds control, List<DataConnection> connections) {
        role(SequenceRows.CLIENT, "client");
        role(SequenceRows.SERVER, "server");
        int top = y + 24;
        int end = new SequenceRows(svg, top).draw(events, control, connections) + 12;
        svg.band(SequenceRows.CLIENT, top, 1, end - top, "life");
        svg.band(SequenceRows.SERVER, top, 1, end - top, "life");
        y = end + 38;
    }

    private void role(int x, String name) {
        svg.box(x - BOX_WIDTH / 2, y, BOX_WIDTH, 24);
        svg.text(x, y + 17, "middle", "role", name);
    }

    private void legend() {
        y -= 8;
        svg.arrow(LEFT, LEFT + 40, y - 4, "control");
        svg.text(LEFT + 48, y, "start", "", "control connection");
        svg.arrow(LEFT + 210, LEFT + 250, y - 4, "data");
        svg.text(LEFT + 258, y, "start", "", "data connection");
        svg.dot(LEFT + 410, y - 4, "data");
        svg.text(LEFT + 422, y, "start", "", "ephemeral port");
        svg.dot(LEFT + 560, y - 4, "data fixed");
        svg.text(LEFT + 572, y, "start", "", "fixed port");
        y += 20;
    }

    private static String description(TourReport report) {
        StringBuilder text = new StringBuilder("Sequence diagrams of the control and data connections.");
        for (TourCell cell : report.cells()) {
            text.append(' ')
                    .append(cell.mode())
                    .append(" over ")
                    .append(cell.family())
                    .append(": ")
                    .append(cell.outcome());
            for (DataConnection connection : cell.connections()) {
                text.append(", ")
                        .append(connection.connectingEnd())
                        .append(" to ")
                        .append(connection.listeningEnd());
            }
            text.append('.');
        }
        return text.toString();
    }

    /** Writes words on as many lines as they need and returns where the last one stands. */
    static int paragraph(Svg svg, int x, int top, String anchor, String kind, String text, int letters) {
        int at = top;
        StringBuilder line = new StringBuilder();
        for (String word : Escaped.text(text).split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > letters) {
                at += 17;
                svg.text(x, at, anchor, kind, line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        svg.text(x, at + 17, anchor, kind, line.toString());
        return at + 17;
    }
}
