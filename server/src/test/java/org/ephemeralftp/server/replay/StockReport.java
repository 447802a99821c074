package org.ephemeralftp.server.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What came of playing rows against the stock server, for people to read. */
final class StockReport {
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, List<Difference>> byFile = new TreeMap<>();

    void add(Row row, Optional<Difference> difference) {
        rows.add(row);
        byFile.computeIfAbsent(row.file(), file -> new ArrayList<>())
                .addAll(difference.stream().toList());
    }

    int played() {
        return rows.size();
    }

    /** The rows that name a defect and are played as if there were none. */
    List<Row> defectsThatDoNotShow() {
        List<Row> differing = differences().stream().map(Difference::row).toList();
        return rows.stream()
                .filter(row -> row.defect() != null && !differing.contains(row))
                .toList();
    }

    private List<Difference> differences() {
        return byFile.values().stream().flatMap(List::stream).toList();
    }

    String counts() {
        long known = differences().stream()
                .filter(difference -> difference.row().defect() != null)
                .count();
        return "Apache FtpServer on its own: %d rows, %d differ, %d of them as known"
                .formatted(rows.size(), differences().size(), known);
    }

    String text() {
        StringBuilder text = new StringBuilder(counts()).append("\n\n");
        byFile.forEach((file, differences) -> {
            long played = rows.stream().filter(row -> row.file().equals(file)).count();
            text.append("%-16s %3d rows, %3d differ%n".formatted(file, played, differences.size()));
        });
        for (Difference difference : differences()) {
            text.append('\n').append(difference.explained()).append('\n');
            if (difference.row().defect() != null) {
                text.append("  Known: the stock server ")
                        .append(difference.row().defect())
                        .append('\n');
            }
        }
        return text.toString();
    }
}
