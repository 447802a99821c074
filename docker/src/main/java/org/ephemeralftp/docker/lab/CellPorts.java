package org.ephemeralftp.docker.lab;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.probe.CellResult;
import org.ephemeralftp.client.probe.Check;
import org.ephemeralftp.client.probe.PhaseRecord;

/** The ports of a cell's connections, on both sides, as far as its client knows them. */
record CellPorts(Set<Integer> ports) {
    static CellPorts of(CellResult cell) {
        Set<Integer> ports = new HashSet<>();
        Stream<PhaseRecord> phases = Stream.concat(
                cell.attempts().stream().flatMap(attempt -> attempt.phases().stream()),
                cell.checks().stream().map(Check::result));
        phases.flatMap(phase -> Stream.of(phase.said(), phase.local(), phase.remote()))
                .filter(Objects::nonNull)
                .map(Endpoint::port)
                .forEach(ports::add);
        return new CellPorts(ports);
    }

    /** Whether a line that came up during the cell is about one of its connections. */
    boolean concern(ConntrackLine line) {
        return line.ports().stream().anyMatch(ports::contains);
    }
}
