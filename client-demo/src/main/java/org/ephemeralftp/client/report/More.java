package org.ephemeralftp.client.report;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.ephemeralftp.client.probe.Cell;

/**
 * What a program knows of a probe beside its result, for {@link ProbeJUnit} and {@link ProbeTap}.
 *
 * @param program its name
 * @param notes lines that belong to cells, told of those that are not as they should be
 * @param points what was looked at beside the cells
 */
public record More(String program, Map<Cell, List<String>> notes, List<Point> points) {
    /** Nothing more than the client's own probe knows. */
    static final More NONE = new More("ephemeral-ftp-client", Map.of(), List.of());

    public More {
        notes = Map.copyOf(notes);
        points = List.copyOf(points);
    }

    /** One thing beside the cells. */
    public record Point(String name, ProbeResult.Mark mark, String text, Duration took) {}

    /** How many of the cells and the points are of this kind. */
    long count(ProbeResult result, ProbeResult.Mark mark) {
        return result.count(mark)
                + points.stream().filter(point -> point.mark() == mark).count();
    }
}
