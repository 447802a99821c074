package org.ephemeralftp.client.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.Endpoint;

/** The words that say what was seen. */
final class Evidence {
    private static final int NAMED_CELLS = 6;
    private static final int LONGEST_TEXT = 200;

    private Evidence() {}

    /** What happened in a phase, such as {@code no answer from 192.0.2.1:21 within 4.0 s}. */
    static String of(PhaseRecord record) {
        Endpoint remote = record.remote();
        String where = remote == null ? "" : " " + remote;
        String text = record.text().isBlank() ? "" : ": " + text(record);
        return switch (record.outcome()) {
            case CONNECTED -> "connected to" + where + " in " + time(record.took());
            case REPLIED -> "the server said: " + text(record) + " (after " + time(record.took()) + ")";
            case COMPLETED -> "all bytes came";
            case REFUSED -> (remote == null ? "refused" : "refused by" + where) + " after " + time(record.took());
            case TIMED_OUT ->
                (remote == null ? "nothing came" : "no answer from" + where) + " within " + time(record.took());
            case UNREACHABLE,
                    PROHIBITED,
                    RESET,
                    CLOSED,
                    TLS_BROKEN,
                    NOT_TRUSTED,
                    NOT_UNDERSTOOD,
                    UNKNOWN_HOST,
                    FAILED -> words(record.outcome()) + where + " after " + time(record.took()) + text;
        };
    }

    /** What happened to all of these, such as {@code no answer within 4.0 s from 192.0.2.1, ports 50001, 50004-50005}. */
    static String of(Connects connects) {
        Connects.Connect first = connects.all().get(0);
        String how = switch (first.record().outcome()) {
            case CONNECTED -> "connected to ";
            case TIMED_OUT -> "no answer within " + time(first.record().took()) + " from ";
            case REFUSED -> "refused by ";
            case UNREACHABLE, PROHIBITED ->
                "reported as " + words(first.record().outcome()) + ": ";
            default -> words(first.record().outcome()) + ": ";
        };
        return how + first.target().host() + " " + ports(connects.ports()) + " (" + cells(connects.cells()) + ")";
    }

    private static String text(PhaseRecord record) {
        String text = record.text();
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    }

    private static String words(ConnectionOutcome outcome) {
        return outcome.toString().replace('-', ' ');
    }

    /** Such as {@code port 50001} or {@code ports 50001, 50004-50009}. */
    static String ports(Collection<Integer> ports) {
        List<String> ranges = new ArrayList<>();
        TreeSet<Integer> left = new TreeSet<>(ports);
        while (!left.isEmpty()) {
            int from = left.first();
            int to = from;
            while (left.remove(to)) {
                to++;
            }
            ranges.add(to - 1 == from ? "" + from : from + "-" + (to - 1));
        }
        return (ports.size() == 1 ? "port " : "ports ") + String.join(", ", ranges);
    }

    /** The names of cells, as many as one can read. */
    static String cells(List<Cell> cells) {
        String names = cells.stream().limit(NAMED_CELLS).map(Cell::toString).collect(Collectors.joining(", "));
        return cells.size() <= NAMED_CELLS ? names : names + " and " + (cells.size() - NAMED_CELLS) + " more";
    }

    static String names(List<CellResult> results) {
        return cells(results.stream().map(CellResult::cell).toList());
    }

    /** Which cells failed in the same way, for the end of a sentence. */
    static String who(Failure failure) {
        List<CellResult> fellows = failure.fellows();
        int all = failure.seen().over(failure.cell().family()).size();
        return fellows.size() > 1 && fellows.size() == all
                ? "in all " + all + " cells over " + failure.cell().family()
                : "in " + names(fellows);
    }

    /** What works, as a sentence; nothing if nothing does. */
    static String butWorks(List<CellResult> working) {
        return working.isEmpty() ? "" : "; " + names(working) + (working.size() == 1 ? " works" : " work");
    }

    /** What the server said when it was asked to transfer nevertheless. */
    static String serversView(List<CellResult> cells) {
        Optional<PhaseRecord> view = Seen.check(cells, Check.Kind.SERVERS_VIEW);
        if (view.isEmpty()) {
            return "";
        }
        PhaseRecord said = view.get();
        boolean never = said.outcome() == ConnectionOutcome.REPLIED && said.code() == 425;
        return "; asked to transfer nevertheless, " + of(said) + (never ? ": no connection reached it" : "");
    }

    /** Seconds, or milliseconds where there are few of them. */
    static String time(Duration took) {
        return took.toMillis() < 1000
                ? took.toMillis() + " ms"
                : String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }
}
