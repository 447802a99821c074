package org.ephemeralftp.client.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.connection.EphemeralRange;
import org.ephemeralftp.client.connection.PortOrigin;
import org.ephemeralftp.client.tour.DataConnection;
import org.ephemeralftp.client.tour.TourCell;

/** The explanation of the ports a cell's data connections had: who chose them, and from where. */
final class PortStory {
    private final Optional<EphemeralRange> ofThisMachine;

    PortStory(Optional<EphemeralRange> ofThisMachine) {
        this.ofThisMachine = ofThisMachine;
    }

    /** Some lines about both ends; none if no data connection came to be. */
    List<String> of(TourCell cell) {
        if (cell.connections().isEmpty()) {
            return List.of();
        }
        boolean passive = cell.mode().passive();
        List<String> lines = new ArrayList<>();
        lines.add("  ephemeral: " + who(passive, cell.connections()));
        tell("server", passive ? "listened on" : "connected from", DataConnection::server, cell, lines);
        tell("client", passive ? "connected from" : "listened on", DataConnection::client, cell, lines);
        return lines;
    }

    private static String who(boolean passive, List<DataConnection> connections) {
        if (passive) {
            return "both ends; the server took one of its passive ports, the client's kernel one of its own";
        }
        long serverPorts = connections.stream()
                .map(each -> each.server().port())
                .distinct()
                .count();
        boolean system = PortOrigin.SYSTEM.contains(connections.get(0).server().port());
        return serverPorts == 1 && (system || connections.size() > 1)
                ? "the client's end, where its kernel chose; the server connects from a fixed port"
                : "both ends; the client told the port its kernel chose, the server connected from its own";
    }

    /** One line for each range, as a server's ports may lie in several. */
    private void tell(
            String who, String did, Function<DataConnection, Endpoint> end, TourCell cell, List<String> lines) {
        Map<String, List<Endpoint>> byOrigin = new LinkedHashMap<>();
        for (DataConnection connection : cell.connections()) {
            Endpoint one = end.apply(connection);
            boolean kernels = one.equals(connection.client()) || one.equals(connection.connectingEnd());
            byOrigin.computeIfAbsent(
                            origin(one, kernels && onThisMachine(connection, one)), origin -> new ArrayList<>())
                    .add(one);
        }
        byOrigin.forEach((origin, ends) ->
                lines.add(String.format("    %s  %-14s  %-17s  %s", who, did, numbers(ends.stream()), origin)));
    }

    private static boolean onThisMachine(DataConnection connection, Endpoint end) {
        return end.equals(connection.client()) || end.address().isLoopbackAddress();
    }

    private String origin(Endpoint end, boolean kernels) {
        return ofThisMachine
                .filter(range -> kernels && range.contains(end.port()))
                .map(range -> "this machine's ephemeral range " + range)
                .orElseGet(() -> PortOrigin.describe(end.port()));
    }

    String ofServer(TourCell cell) {
        return numbers(cell.connections().stream().map(DataConnection::server));
    }

    String ofClient(TourCell cell) {
        return numbers(cell.connections().stream().map(DataConnection::client));
    }

    /** All of them in order, as a port that comes again is worth seeing. */
    private static String numbers(Stream<Endpoint> ends) {
        List<String> numbers = ends.map(end -> Integer.toString(end.port())).toList();
        if (numbers.isEmpty()) {
            return "-";
        }
        boolean same = numbers.size() > 1 && numbers.stream().distinct().count() == 1;
        return same ? numbers.get(0) + " (" + numbers.size() + " times)" : String.join(" ", numbers);
    }
}
