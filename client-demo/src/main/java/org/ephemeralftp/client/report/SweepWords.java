package org.ephemeralftp.client.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.ephemeralftp.client.sweep.Learning;
import org.ephemeralftp.client.sweep.Outlook;
import org.ephemeralftp.client.sweep.PortVerdict;
import org.ephemeralftp.client.sweep.SweepReport;

/** What is to be said of a sweep in sentences. */
public final class SweepWords {
    private SweepWords() {}

    /** How the ports become known, and how long it may take. */
    static List<String> of(Outlook outlook) {
        boolean byName = outlook.way() == Learning.Way.BY_NAME;
        String limit = clock(outlook.limit()) + " at most (--time-limit)";
        if (outlook.ports().isEmpty()) {
            return List.of(
                    "The server is asked for a port again and again, until nothing new comes.",
                    "That takes " + limit + ", over " + count(outlook.sessions(), "session") + ".");
        }
        int ports = outlook.ports().get().size();
        String ways = byName
                ? "The server gives each port by its name: "
                : "The server is asked for a port again and again, until these have come: ";
        String dropped = clock(outlook.ifAllDropped()) + " if all are dropped";
        return List.of(
                ways + count(ports, "port") + ".",
                outlook.ifAllDropped().compareTo(outlook.limit()) > 0
                        ? "That would take " + dropped + ", and ends after " + limit
                                + ": more --sessions are faster, if the server takes them."
                        : "That takes about " + dropped + ", and " + limit + ", over "
                                + count(outlook.sessions(), "session") + ".");
    }

    /** What else is worth knowing: how sure the set of ports is, what was tried again, why it ended. */
    static List<String> of(SweepReport report, String moreTime) {
        List<String> lines = new ArrayList<>();
        Learning learning = report.learning();
        if (learning.way() == Learning.Way.BY_NAME) {
            lines.add("The server named its ports.");
        } else if (learning.draws() > 0) {
            boolean allCame = report.asked().isPresent()
                    && report.count(PortVerdict.NOT_SEEN) + report.count(PortVerdict.NOT_TRIED) == 0;
            lines.add(allCame ? brought(learning) + "." : drawn(learning));
        }
        retries(report, lines);
        switch (report.ending()) {
            case COMPLETE -> {}
            case TIME_LIMIT -> lines.add("The time was over after " + clock(report.took()) + ": " + moreTime + ".");
            case DRAW_LIMIT -> lines.add("The server had a new port again and again; give --ports.");
            case NO_SESSION ->
                lines.add("The server took no session any more, or had no port for it: " + report.trouble());
        }
        return lines;
    }

    private static String drawn(Learning learning) {
        return String.format(
                Locale.ROOT,
                "%s; the last new one was %s ago. One more port, as likely as these, was missed with a "
                        + "probability of %s; the next draw is a new port with one of %s (Good-Turing).",
                brought(learning),
                count(learning.sinceNew(), "draw"),
                percent(learning.missedOneAsLikely()),
                percent(learning.unseenShare()));
    }

    private static String brought(Learning learning) {
        return count(learning.draws(), "draw") + " brought " + count(learning.drawn(), "port");
    }

    private static void retries(SweepReport report, List<String> lines) {
        SweepReport.Retries retries = report.retries();
        if (retries.again() > 0) {
            lines.add(count(retries.again(), "port") + " failed at once and " + was(retries.again())
                    + " tried a second time: " + changed(retries.againChanged()) + ".");
        }
        if (retries.slowly() > 0) {
            lines.add(count(retries.slowly(), "port") + " timed out while others were refused and "
                    + was(retries.slowly())
                    + " tried again, one a second, as kernels send no more refusals than that: "
                    + changed(retries.slowlyChanged())
                    + (retries.believed() > 0
                            ? ". " + count(retries.believed(), "other") + " of this kind can be believed then."
                            : "."));
        }
        long disputed = report.count(PortVerdict.DISPUTED);
        if (disputed > 0) {
            lines.add(count(disputed, "port") + " timed out while others were refused, and the time was too short to "
                    + "try them one a second: they may be refused in truth.");
        }
    }

    private static String was(int number) {
        return number == 1 ? "was" : "were";
    }

    private static String changed(int number) {
        return number == 0 ? "no verdict changed" : count(number, "verdict") + " changed";
    }

    /** The last line. */
    public static String verdict(SweepReport report) {
        int all = report.ports().size();
        long open = report.count(PortVerdict.OPEN);
        if (all == 0) {
            return "No port came to a try.";
        }
        String text;
        if (all == 1) {
            text = "The one port is " + (open == 1 ? "" : "not ") + "open.";
        } else if (open == all) {
            text = "All " + count(all, "port") + " are open.";
        } else {
            text = String.format(
                    Locale.ROOT,
                    "%s of %s %s open.",
                    open == 0 ? "None" : String.format(Locale.ROOT, "%,d", open),
                    count(all, "port"),
                    open < 2 ? "is" : "are");
        }
        if (!report.passed() && !report.failed()) {
            return text
                    + " What is with the others is not known.".repeat(open == all ? 0 : 1)
                    + " Whether these are all is not known.".repeat(open == all ? 1 : 0);
        }
        return text;
    }

    public static String count(long number, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
    }

    private static String percent(double share) {
        return share == 0 ? "0 %" : share < 0.001 ? "below 0.1 %" : String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    private static String clock(Duration time) {
        long seconds = Math.max(1, Math.round(time.toMillis() / 1000.0));
        return String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60);
    }
}
