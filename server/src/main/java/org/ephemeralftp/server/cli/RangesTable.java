package org.ephemeralftp.server.cli;

import java.util.ArrayList;
import java.util.List;

import org.ephemeralftp.server.ports.KernelPorts;

/** The named port ranges as a table for people. */
final class RangesTable {
    private static final List<String> HEADINGS = List.of("NAME", "RANGE", "SIZE", "OVERLAP", "WHERE USED", "SOURCE");

    /** The columns that hold numbers, aligned to the right. */
    private static final List<Integer> NUMERIC = List.of(2, 3);

    /** The columns that stay on the first line of a row where the page is too narrow for all. */
    private static final int FIRST_LINE_COLUMNS = 4;

    private static final String GAP = "  ";
    private static final String INDENT = "    ";

    private RangesTable() {}

    /** The table for a page of {@code width} characters: a line for each range if all columns fit, else two. */
    static List<String> lines(KernelPorts kernel, List<NamedRange> ranges, int width) {
        var rows = new ArrayList<List<String>>();
        rows.add(HEADINGS);
        ranges.forEach(range -> rows.add(cells(range)));
        int[] widths = columnWidths(rows);
        int whole = -GAP.length();
        for (int columnWidth : widths) {
            whole += GAP.length() + columnWidth;
        }

        var lines = new ArrayList<String>();
        lines.addAll(machine(kernel));
        lines.add("");
        for (List<String> row : rows) {
            if (whole <= width) {
                lines.add(line(row, widths));
            } else {
                lines.add(line(row.subList(0, FIRST_LINE_COLUMNS), widths));
                lines.add(INDENT + String.join("; ", row.subList(FIRST_LINE_COLUMNS, row.size())));
            }
        }
        lines.add("");
        lines.add("OVERLAP counts the ports that this machine's kernel may pick for itself.");
        ranges.stream()
                .filter(NamedRange::family)
                .forEach(range -> lines.add(range.preset().name() + " is any range within "
                        + range.preset().range() + ", its widest shown."));
        return lines;
    }

    private static List<String> machine(KernelPorts kernel) {
        if (kernel.unknownReason().isPresent()) {
            return List.of("This machine's own ephemeral range is unknown: "
                    + kernel.unknownReason().get());
        }
        return List.of(
                "This machine's own ephemeral range: " + kernel.ephemeral() + " ("
                        + kernel.ephemeral().size() + " ports)",
                "Reserved, so never picked from it: " + (kernel.reserved().isEmpty() ? "none" : kernel.reserved()));
    }

    private static List<String> cells(NamedRange range) {
        var preset = range.preset();
        return List.of(
                preset.name(),
                preset.range().toString(),
                Integer.toString(preset.size()),
                range.overlap().isPresent() ? Integer.toString(range.overlap().getAsInt()) : "?",
                preset.whereUsed(),
                preset.source());
    }

    private static int[] columnWidths(List<List<String>> rows) {
        int[] widths = new int[HEADINGS.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return widths;
    }

    private static String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? "" : GAP).append(NUMERIC.contains(column) ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }
}
