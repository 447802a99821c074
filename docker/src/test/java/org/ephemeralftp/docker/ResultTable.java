package org.ephemeralftp.docker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each client did in each mode it has, a row for each. */
final class ResultTable {
    private static final String HEAD = "%-9s %-5s %-6s  %s  %s%n";
    private final List<Row> rows = new ArrayList<>();

    /** Adds a row, of which nothing has been run yet. */
    Row row(FtpProgram client, DataMode mode, Family family) {
        Row row = new Row(client, mode, family);
        rows.add(row);
        return row;
    }

    @Override
    public String toString() {
        String steps = Arrays.stream(Step.values()).map(Step::toString).collect(Collectors.joining("  "));
        return Stream.concat(
                        Stream.of(String.format(HEAD, "client", "mode", "family", steps, "ports listened on")),
                        rows.stream().map(Row::toString))
                .collect(Collectors.joining());
    }

    /** One client in one mode over one family. */
    static final class Row {
        private final FtpProgram client;
        private final DataMode mode;
        private final Family family;
        private final Map<Step, Result> results = new EnumMap<>(Step.class);
        private String ports = "";

        private Row(FtpProgram client, DataMode mode, Family family) {
            this.client = client;
            this.mode = mode;
            this.family = family;
            for (Step step : Step.values()) {
                results.put(step, client.cannot().contains(step) ? Result.CANNOT : Result.NOT_RUN);
            }
        }

        /** Tells what came of a step. */
        void set(Step step, Result result) {
            results.put(step, result);
        }

        /** Tells the ports that were listened on, the server's if the mode is passive. */
        void ports(List<Integer> listened) {
            ports = listened.stream().map(String::valueOf).collect(Collectors.joining(" "));
        }

        /** Tells that the data connections were not set up as they were to be. */
        void setups(List<DataMode> wrong) {
            ports = Result.FAILED + " " + wrong;
        }

        @Override
        public String toString() {
            String cells = results.entrySet().stream()
                    .map(entry -> String.format("%-" + entry.getKey().toString().length() + "s", entry.getValue()))
                    .collect(Collectors.joining("  "));
            return String.format(HEAD, client, mode, family, cells, ports);
        }
    }

    /** What came of a step. */
    enum Result {
        OK("ok"),
        CANNOT("-"),
        NOT_RUN("no"),
        FAILED("FAILED");

        private final String text;

        Result(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
