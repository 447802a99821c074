package org.ephemeralftp.client.probe;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a probe is expected to find, one line for each cell or pattern of cells.
 *
 * <pre>
 * # the firewall's helper, and nothing else
 * pasv.plain.*    = ok | misadvertised
 * pasv.tls.ipv4   = timed-out at data-connect
 * port.*          = any
 * </pre>
 *
 * <p>A pattern is {@code mode.protection.family}; {@code *} stands for any of one, and at the end for any of the rest. Where
 * several lines fit a cell, the last of them counts, so general lines come first. A cell that no line fits is not judged. So
 * that no line is idle by mistake, one that names no cell of the run, or whose cells all have later lines, is an error.
 *
 * <p>Verdicts are {@code ok}, {@code misadvertised}, {@code skipped}, {@code inconclusive}, {@code any}, and {@code OUTCOME at
 * PHASE} or {@code sometimes OUTCOME at PHASE} as reports have them, either of which may be {@code any}. A reply is {@code
 * replied-425}, or {@code replied} with any code.
 */
public final class Expectations {
    private final List<ExpectationLine> lines;

    private Expectations(List<ExpectationLine> lines) {
        this.lines = lines;
    }

    /**
     * Reads a file of them, in UTF-8.
     *
     * @throws IllegalArgumentException if it cannot be read or a line is wrong, with the file, the line and what is valid
     */
    public static Expectations read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": there is no such file", e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is not a text in UTF-8", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    file + " cannot be read" + (Files.isDirectory(file) ? ", because it is a directory" : "")
                            + ": name a file that this user may read",
                    e);
        }
    }

    /**
     * Reads lines of them.
     *
     * @throws IllegalArgumentException if one is wrong, with the line and what is valid
     */
    public static Expectations of(String lines) {
        return parse("expectations", lines);
    }

    private static Expectations parse(String source, String text) {
        List<ExpectationLine> found = new ArrayList<>();
        Map<String, ExpectationLine> byPattern = new HashMap<>();
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            String content = line.replaceFirst("#.*", "").strip();
            if (content.isEmpty()) {
                continue;
            }
            ExpectationLine parsed = ExpectationLine.parse(source + ", line " + number, content);
            ExpectationLine same = byPattern.putIfAbsent(parsed.pattern(), parsed);
            if (same != null) {
                throw new IllegalArgumentException(parsed.where() + ": '" + parsed.pattern() + "' has a line already ("
                        + same.where() + "); alternatives go into one line, as in ok | misadvertised");
            }
            found.add(parsed);
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    source + " has no expectation in it; valid is a line such as pasv.plain.ipv4 = ok");
        }
        return new Expectations(List.copyOf(found));
    }

    /**
     * Checks that each line is there for a cell of a run.
     *
     * @throws IllegalArgumentException if one is not, with the line and the cells there are
     */
    public void check(Collection<Cell> cells) {
        for (ExpectationLine line : lines) {
            List<Cell> named = cells.stream().filter(line::names).toList();
            if (named.isEmpty()) {
                throw new IllegalArgumentException(line.where() + ": '" + line.pattern()
                        + "' names no cell of this run; its cells are "
                        + String.join(", ", cells.stream().map(Cell::toString).toList()));
            }
            if (named.stream().noneMatch(cell -> line(cell).orElseThrow().equals(line))) {
                throw new IllegalArgumentException(line.where() + ": '" + line.pattern()
                        + "' never counts, as later lines name all of its cells; put general lines first");
            }
        }
    }

    /**
     * Compares what was found with what is expected, for each cell of the report in its order.
     *
     * @throws IllegalArgumentException as {@link #check} does
     */
    public List<Judgement> judge(ProbeReport report) {
        check(report.cells().stream().map(CellResult::cell).toList());
        return report.cells().stream().map(this::judge).toList();
    }

    private Judgement judge(CellResult result) {
        Cell cell = result.cell();
        return line(cell)
                // PASV over IPv6 cannot be: pasv.* does not mean it, and who does names it.
                .filter(line ->
                        cell.mode().carries(cell.family()) || line.pattern().equals(cell.toString()))
                .map(line ->
                        new Judgement(result.cell(), line.expected(), result.verdict(), line.isMetBy(result.verdict())))
                .orElseGet(() -> new Judgement(result.cell(), "", result.verdict(), true));
    }

    private Optional<ExpectationLine> line(Cell cell) {
        return lines.stream().filter(each -> each.names(cell)).reduce((first, last) -> last);
    }

    /**
     * What was expected of a cell and what came.
     *
     * @param expected as the line has it; empty if none names the cell, so that it is not judged
     * @param met whether it is as expected, or nothing was expected
     */
    public record Judgement(Cell cell, String expected, Verdict actual, boolean met) {
        /** Whether a line names the cell. */
        public boolean judged() {
            return !expected.isEmpty();
        }

        /** Whether what was expected was not seen, and nothing that contradicts it either. */
        public boolean untold() {
            return !met && actual.kind() == Verdict.Kind.INCONCLUSIVE;
        }

        /** What came of it, in words. */
        @Override
        public String toString() {
            if (!judged()) {
                return cell + ": " + actual + ", not expected to be anything";
            }
            return met ? cell + ": " + actual + ", as expected" : cell + ": expected " + expected + ", was " + actual;
        }
    }
}
