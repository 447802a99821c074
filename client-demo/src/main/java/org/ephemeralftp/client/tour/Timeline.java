package org.ephemeralftp.client.tour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.connection.Secret;

/** The record of what happens during one cell, or during the login before the first one. */
final class Timeline {
    private final LongSupplier ticker;
    private final long began;
    private final Secret password;
    private final TourObserver observer;
    private final List<TourEvent> events = new ArrayList<>();
    private final List<DataConnection> connections = new ArrayList<>();
    private Step step = Step.CONNECT;
    private String lastReply = "";
    private @Nullable ControlEnds control;

    Timeline(LongSupplier ticker, TourObserver observer, Secret password) {
        this.ticker = ticker;
        this.observer = observer;
        this.began = ticker.getAsLong();
        this.password = password;
    }

    void step(Step next) {
        step = next;
    }

    void add(TourEvent.Kind kind, String text) {
        TourEvent event = new TourEvent(elapsed(), step, kind, password.hideIn(text));
        events.add(event);
        observer.happened(event);
    }

    void note(String text) {
        add(TourEvent.Kind.NOTE, text);
    }

    void command(String line) {
        boolean telling = line.regionMatches(true, 0, "PASS ", 0, 5);
        add(TourEvent.Kind.COMMAND, telling ? "PASS " + Secret.MASK : line);
    }

    void reply(String lines) {
        lines.lines().forEach(line -> add(TourEvent.Kind.REPLY, line));
        lastReply = password.hideIn(lines.lines().reduce("", (first, last) -> last));
    }

    void controlConnected(Endpoint client, Endpoint server) {
        continues(new ControlEnds(client, server));
        add(TourEvent.Kind.CONTROL_CONNECTED, client + " -> " + server);
    }

    /** What happens, happens over this control connection. */
    void continues(@Nullable ControlEnds ends) {
        if (control == null) {
            control = ends;
        }
    }

    /** The first control connection that there was; null if none. */
    @Nullable
    ControlEnds control() {
        return control;
    }

    void dataConnected(DataConnection.End listener, Endpoint advertised, Endpoint client, Endpoint server) {
        DataConnection connection = new DataConnection(step, listener, advertised, client, server);
        connections.add(connection);
        boolean passive = listener == DataConnection.End.SERVER;
        add(
                TourEvent.Kind.DATA_CONNECTED,
                connection.connectingEnd() + " -> " + connection.listeningEnd()
                        + (passive ? "  the client connected" : "  the server connected"));
    }

    /** The last line of the last reply. */
    String lastReply() {
        return lastReply;
    }

    Duration elapsed() {
        return Duration.ofNanos(ticker.getAsLong() - began);
    }

    List<TourEvent> events() {
        return events;
    }

    List<DataConnection> connections() {
        return connections;
    }
}
