package org.ephemeralftp.client.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import picocli.CommandLine.Help.Ansi;

/**
 * A line on standard error that shows how far a long task is, and is gone when the task is done. For any thread.
 *
 * <p>Our own, as the libraries for it bring half a megabyte and native code, about which newer JDKs print warnings.
 */
public final class Progress implements AutoCloseable {
    /** One less than 80, as some terminals begin a new line after the last column. */
    private static final int WIDTH = 79;

    private static final int BAR = 24;
    private static final long BETWEEN_DRAWINGS = Duration.ofMillis(100).toNanos();
    private static final long BEFORE_GUESSES = Duration.ofSeconds(2).toNanos();

    private final PrintStream out;
    private final LongSupplier ticker;
    private final String task;
    private final long max;
    private final boolean shown;
    private final long began;
    private long drawn;
    private boolean onScreen;
    private boolean closed;

    private Progress(PrintStream out, LongSupplier ticker, String task, long max, boolean shown) {
        this.out = out;
        this.ticker = ticker;
        this.task = task;
        this.max = max;
        this.shown = shown;
        this.began = ticker.getAsLong();
        this.drawn = began - BETWEEN_DRAWINGS;
    }

    /**
     * Begins; {@link #close} ends it.
     *
     * @param max what is reached at the end, at least 1
     * @param shown false for one that does nothing; {@link #standardErrorIsTerminal} tells whether anybody can see it
     */
    public static Progress of(String task, long max, boolean shown) {
        return of(System.err, System::nanoTime, task, max, shown);
    }

    static Progress of(PrintStream out, LongSupplier ticker, String task, long max, boolean shown) {
        return new Progress(out, ticker, task, max, shown);
    }

    /** Whether standard error is a terminal; elsewhere than on Linux, whether this program has one at all. */
    public static boolean standardErrorIsTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            return Ansi.AUTO.enabled();
        }
    }

    /** Shows how far it is, unless that was shown a moment ago; the note is what fits at the end of the line. */
    public synchronized void to(long value, String note) {
        long now = ticker.getAsLong();
        if (!shown || closed || (now - drawn < BETWEEN_DRAWINGS && value < max)) {
            return;
        }
        drawn = now;
        onScreen = true;
        out.print("\r" + padded(line(Math.min(Math.max(value, 0), max), now - began, note)));
        out.flush();
    }

    private String line(long value, long elapsed, String note) {
        int full = (int) (BAR * value / max);
        String counts = String.format(Locale.ROOT, "%,d/%,d", value, max);
        String left = value == 0 || value == max || elapsed < BEFORE_GUESSES
                ? ""
                : "  about " + clock((long) ((double) elapsed / value * (max - value))) + " left";
        return task + " [" + "#".repeat(full) + "-".repeat(BAR - full) + "] " + counts + left
                + (note.isEmpty() ? "" : "  " + Escaped.text(note));
    }

    private static String clock(long nanos) {
        long seconds = Math.round(nanos / 1e9);
        return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }

    private static String padded(String line) {
        return line.length() >= WIDTH ? line.substring(0, WIDTH) : line + " ".repeat(WIDTH - line.length());
    }

    /** Takes the line away, so that what is printed next begins where it stood. */
    @Override
    public synchronized void close() {
        if (onScreen && !closed) {
            out.print("\r" + " ".repeat(WIDTH) + "\r");
            out.flush();
        }
        closed = true;
    }
}
