package org.ephemeralftp.server.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A run of {@code config}, and what it printed. */
record ConfigRun(int status, String out, String err) {
    static ConfigRun of(Map<String, String> environment, String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.commandLine(environment)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Stream.concat(Stream.of("config"), Stream.of(options)).toArray(String[]::new));
        return new ConfigRun(status, out.toString(), err.toString());
    }

    /** The lines that a file would have, without the comments. */
    List<String> values() {
        return out.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    /** What is said of an option: its origins and lines, one after the other. */
    List<String> of(String key) {
        List<String> lines = out.lines().toList();
        return Stream.iterate(1, i -> i + 1)
                .limit(lines.size() - 1)
                .filter(i -> lines.get(i).matches("#?" + key + " =.*"))
                .map(i -> lines.get(i) + "   " + lines.get(i - 1))
                .toList();
    }
}
