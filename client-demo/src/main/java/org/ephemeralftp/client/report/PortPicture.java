package org.ephemeralftp.client.report;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.ephemeralftp.client.sweep.PortResult;
import org.ephemeralftp.client.sweep.PortVerdict;

/**
 * The ports of a sweep as a few rows of cells: one cell for each port, or for as many as it takes to have 16 rows at the
 * most.
 *
 * @param perCell how many port numbers a cell stands for, a power of two
 * @param rows only those in which there is something
 */
record PortPicture(int perCell, List<Row> rows) {
    static final int COLUMNS = 64;
    private static final int ROWS = 16;

    PortPicture {
        rows = List.copyOf(rows);
    }

    /** One row: the numbers it spans, and its cells. */
    record Row(int from, int to, List<Cell> cells) {
        Row {
            cells = List.copyOf(cells);
        }
    }

    /** One cell: what came of its ports; nothing if the sweep knows none of them. */
    record Cell(Set<PortVerdict> verdicts) {
        Cell {
            verdicts = verdicts.isEmpty() ? Set.of() : EnumSet.copyOf(verdicts);
        }

        char character() {
            return switch (verdicts.size()) {
                case 0 -> ' ';
                case 1 -> PortMark.of(worst()).character();
                default -> PortMark.SEVERAL;
            };
        }

        Style style() {
            return verdicts.isEmpty() ? Style.PLAIN : PortMark.of(worst()).style();
        }

        /** The one that is worth a look: closed before uncertain before open. */
        PortVerdict worst() {
            return verdicts.stream()
                    .filter(PortVerdict::closed)
                    .findFirst()
                    .or(() -> verdicts.stream()
                            .filter(each -> each != PortVerdict.OPEN)
                            .findFirst())
                    .orElse(PortVerdict.OPEN);
        }
    }

    static PortPicture of(List<PortResult> ports) {
        if (ports.isEmpty()) {
            return new PortPicture(1, List.of());
        }
        int first = ports.get(0).port();
        int last = ports.get(ports.size() - 1).port();
        int perCell = 1;
        while ((last - first) / perCell >= COLUMNS * ROWS) {
            perCell *= 2;
        }
        List<EnumSet<PortVerdict>> cells = new ArrayList<>();
        for (int i = 0; i <= (last - first) / perCell; i++) {
            cells.add(EnumSet.noneOf(PortVerdict.class));
        }
        for (PortResult each : ports) {
            cells.get((each.port() - first) / perCell).add(each.verdict());
        }
        List<Row> rows = new ArrayList<>();
        for (int from = 0; from < cells.size(); from += COLUMNS) {
            List<EnumSet<PortVerdict>> row = cells.subList(from, Math.min(from + COLUMNS, cells.size()));
            if (row.stream().anyMatch(each -> !each.isEmpty())) {
                int begin = first + from * perCell;
                int end = Math.min(last, begin + row.size() * perCell - 1);
                rows.add(new Row(begin, end, row.stream().map(Cell::new).toList()));
            }
        }
        return new PortPicture(perCell, rows);
    }

    /** The characters of a row, in their styles if there are colours. */
    static String drawn(Row row, boolean colors) {
        StringBuilder line = new StringBuilder();
        StringBuilder run = new StringBuilder();
        Style style = Style.PLAIN;
        for (Cell cell : row.cells()) {
            if (cell.style() != style) {
                line.append(run.isEmpty() ? "" : style.paint(run.toString(), colors));
                run.setLength(0);
                style = cell.style();
            }
            run.append(cell.character());
        }
        return line.append(style.paint(run.toString(), colors)).toString();
    }
}
