package org.ephemeralftp.client.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.tour.ControlEnds;
import org.ephemeralftp.client.tour.DataConnection;
import org.ephemeralftp.client.tour.Step;
import org.ephemeralftp.client.tour.TourEvent;

/** The rows of a sequence diagram, one for each event of a timeline, from the top down. */
final class SequenceRows {
    static final int CLIENT = 110;
    static final int SERVER = 690;

    private static final int MIDDLE = (CLIENT + SERVER) / 2;
    private static final int INSET = 12;
    /** As many letters as there is room for between the two ends. */
    private static final int LETTERS = 77;

    /** Ports below are given to services; nobody draws them from a range for a while (RFC 6335, section 6). */
    private static final int FIRST_USER_PORT = 1024;

    private final Svg svg;
    private int y;
    private @Nullable Step step;
    /** Where the data connection that is open began; 0 if none is. */
    private int dataSince;

    SequenceRows(Svg svg, int top) {
        this.svg = svg;
        this.y = top;
    }

    /** Draws the events and returns where they end. */
    int draw(List<TourEvent> events, @Nullable ControlEnds control, List<DataConnection> connections) {
        Iterator<DataConnection> data = connections.iterator();
        for (int i = 0; i < events.size(); i++) {
            TourEvent event = events.get(i);
            boolean goesOn = event.kind() == TourEvent.Kind.REPLY
                    && i + 1 < events.size()
                    && events.get(i + 1).kind() == TourEvent.Kind.REPLY
                    && !event.text().matches("[0-9]{3} .*");
            // Of a reply of many lines the last one tells what came of it.
            if (!goesOn) {
                draw(event, control, data);
            }
        }
        endData();
        return y;
    }

    private void draw(TourEvent event, @Nullable ControlEnds control, Iterator<DataConnection> data) {
        switch (event.kind()) {
            case COMMAND -> control(event, CLIENT, SERVER);
            case REPLY -> {
                control(event, SERVER, CLIENT);
                if (!event.text().startsWith("1")) {
                    endData();
                }
            }
            case CONTROL_CONNECTED -> {
                if (control != null) {
                    connection(event, control.client(), control.server(), true, "control");
                }
            }
            case DATA_CONNECTED -> {
                if (data.hasNext()) {
                    dataConnection(event, data.next());
                }
            }
            case TLS, NOTE -> remark(event, event.text(), "quiet");
            case LISTENING -> listening(event);
            case PROBLEM -> problem(event);
        }
    }

    private void row(TourEvent event, int height) {
        if (event.step() != step) {
            step = event.step();
            y += 8;
            svg.text(CLIENT - INSET, y + height - 14, "end", "quiet", step.toString());
        }
        y += height;
        String time = String.format(Locale.ROOT, "%.3f", event.at().toNanos() / 1e9);
        svg.text(CLIENT - INSET, y, "end", "quiet", time);
    }

    private void control(TourEvent event, int from, int to) {
        row(event, 26);
        boolean command = from == CLIENT;
        svg.text(
                command ? CLIENT + INSET : SERVER - INSET,
                y - 6,
                command ? "start" : "end",
                "control",
                cut(event.text()));
        svg.arrow(from, to, y, "control");
    }

    private void dataConnection(TourEvent event, DataConnection connection) {
        boolean clientConnects = connection.listener() == DataConnection.End.SERVER;
        connection(event, connection.client(), connection.server(), clientConnects, "data");
        dataSince = y - 22;
    }

    /** An arrow from the end that connected to the one that listened, with all four numbers. */
    private void connection(TourEvent event, Endpoint client, Endpoint server, boolean clientConnects, String kind) {
        row(event, 34);
        boolean oneLine = client.toString().length() + server.toString().length() < LETTERS;
        svg.text(CLIENT + INSET, y - 8, "start", kind + " end", client.toString());
        svg.text(SERVER - INSET, oneLine ? y - 8 : y + 18, "end", kind + " end", server.toString());
        svg.arrow(clientConnects ? CLIENT : SERVER, clientConnects ? SERVER : CLIENT, y, kind);
        mark(CLIENT, y, client, kind);
        mark(SERVER, y, server, kind);
        y += 18 + (oneLine ? 0 : 16);
        boolean ephemeralServer = kind.equals("data") && isEphemeral(server);
        svg.text(CLIENT + INSET, y, "start", kind, "ephemeral");
        svg.text(MIDDLE, y, "middle", kind, clientConnects ? "the client connects" : "the server connects");
        svg.text(SERVER - INSET, y, "end", kind, ephemeralServer ? "ephemeral" : "fixed");
        y += 4;
    }

    /** A full dot for a port that was chosen a moment ago, an empty one for a port that is always the same. */
    private void mark(int x, int at, Endpoint end, String kind) {
        boolean full = x == CLIENT || (kind.equals("data") && isEphemeral(end));
        svg.dot(x, at, full ? "data" : "data fixed");
    }

    private static boolean isEphemeral(Endpoint end) {
        return end.port() >= FIRST_USER_PORT;
    }

    private void listening(TourEvent event) {
        row(event, 20);
        boolean server = event.text().startsWith("the server");
        svg.text(server ? SERVER - INSET : CLIENT + INSET, y - 2, server ? "end" : "start", "data", cut(event.text()));
    }

    private void remark(TourEvent event, String text, String kind) {
        row(event, 20);
        svg.text(MIDDLE, y - 2, "middle", kind, cut(text));
    }

    private void problem(TourEvent event) {
        row(event, 4);
        y = TourSvg.paragraph(svg, MIDDLE, y, "middle", "bad", event.text(), LETTERS - 3);
    }

    private void endData() {
        if (dataSince > 0) {
            svg.band(CLIENT, dataSince, SERVER - CLIENT, y + 4 - dataSince, "data");
            dataSince = 0;
        }
    }

    private static String cut(String text) {
        return text.length() <= LETTERS ? text : text.substring(0, LETTERS - 1) + "…";
    }
}
