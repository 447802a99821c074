package org.ephemeralftp.server.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of rows, as people write them:
 *
 * <pre>
 * # A comment.
 *
 * --- cwd.missing (RFC 959, 5.4)
 *     A directory that is not there cannot be changed to.
 *     Stock: says 250.
 * login
 * &gt; CWD missing
 * &lt; 550
 * </pre>
 *
 * <p>What is indented tells what must hold and, after {@code Stock:}, what the stock server is known to do instead. All
 * other lines are steps of the dialogue, see {@link Verb}.
 */
final class RowFile {
    private static final Pattern HEAD = Pattern.compile("--- ([a-z0-9.-]+) \\((.+)\\)");
    private static final String STOCK = "Stock: ";

    private final String name;
    private final List<Row> rows = new ArrayList<>();

    private String id = "";
    private String source = "";
    private final StringBuilder sentence = new StringBuilder();
    private final StringBuilder defect = new StringBuilder();
    private final List<Step> steps = new ArrayList<>();

    private RowFile(String name) {
        this.name = name;
    }

    /** The rows of a file that stands beside this class. */
    static List<Row> read(String name) throws IOException {
        try (InputStream in = RowFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("There is no " + name);
            }
            return parse(name, new String(in.readAllBytes(), UTF_8));
        }
    }

    /** @throws IllegalArgumentException if the text is not made of rows; it names the line */
    static List<Row> parse(String name, String text) {
        RowFile file = new RowFile(name);
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            file.add(number, line);
        }
        file.endRow(number);
        return List.copyOf(file.rows);
    }

    private void add(int number, String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        if (line.startsWith("---")) {
            endRow(number);
            beginRow(number, line);
        } else if (id.isEmpty()) {
            throw error(number, "stands before the first row");
        } else if (line.startsWith("    ")) {
            describe(number, line.strip());
        } else {
            steps.add(step(number, line.stripTrailing()));
        }
    }

    private void beginRow(int number, String line) {
        Matcher head = HEAD.matcher(line);
        if (!head.matches()) {
            throw error(number, "must read '--- id (source)'");
        }
        id = head.group(1);
        source = head.group(2);
        sentence.setLength(0);
        defect.setLength(0);
        steps.clear();
    }

    private void describe(int number, String text) {
        if (!steps.isEmpty()) {
            throw error(number, "must stand before the steps");
        }
        if (text.startsWith(STOCK)) {
            defect.append(text.substring(STOCK.length()));
        } else {
            StringBuilder current = defect.isEmpty() ? sentence : defect;
            current.append(current.isEmpty() ? "" : " ").append(text);
        }
    }

    private Step step(int number, String line) {
        Optional<Verb> verb = Verb.of(line);
        if (verb.isEmpty()) {
            throw error(number, "is no step: " + line);
        }
        String keyword = verb.get().keyword();
        return new Step(
                number, verb.get(), line.length() == keyword.length() ? "" : line.substring(keyword.length() + 1));
    }

    private void endRow(int number) {
        if (id.isEmpty()) {
            return;
        }
        if (sentence.isEmpty() || steps.isEmpty()) {
            throw error(number, "ends " + id + ", which needs a sentence and steps");
        }
        @Nullable String known = defect.isEmpty() ? null : defect.toString();
        rows.add(new Row(name, id, source, sentence.toString(), known, List.copyOf(steps)));
    }

    private IllegalArgumentException error(int number, String what) {
        return new IllegalArgumentException(name + " line " + number + " " + what);
    }
}
