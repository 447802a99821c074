package org.ephemeralftp.client.cli;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.stream.LongStream;

import org.ephemeralftp.client.load.ErrorCount;
import org.ephemeralftp.client.load.LoadReport;
import org.ephemeralftp.client.load.Operation;
import org.ephemeralftp.client.load.Percentiles;
import org.ephemeralftp.client.load.PortUse;
import org.ephemeralftp.client.report.Page;
import org.ephemeralftp.client.report.Style;

/** The report of a load as text, 80 columns wide. */
final class LoadPrinter {
    private static final String COLUMNS = "%-17s%9s%10s%10s%10s%10s%10s";

    private final Page page;

    LoadPrinter(Page page) {
        this.page = page;
    }

    void print(LoadReport report) {
        page.line(
                Style.PLAIN,
                String.format(
                        Locale.ROOT,
                        "%,d of %,d transfers in %.3f s: %,.1f per second, %,.2f MiB/s",
                        report.transfers(),
                        report.planned(),
                        report.took().toNanos() / 1e9,
                        report.transfersPerSecond(),
                        report.mebibytesPerSecond()));
        page.emptyLine();
        latencies(report);
        ports("passive ports", report.passivePorts());
        ports("active ports", report.activePorts());
        errors(report);
        end(report);
    }

    private void latencies(LoadReport report) {
        if (report.setupMicros().count() == 0) {
            return;
        }
        heading("milliseconds");
        for (Operation operation : Operation.values()) {
            Percentiles latency = report.latencyMicros().get(operation);
            if (latency != null) {
                millis(operation.toString(), latency);
            }
        }
        millis("setup reply", report.setupMicros());
        millis("connect", report.connectMicros());
        page.emptyLine();
    }

    private void ports(String name, PortUse use) {
        if (use.total() == 0) {
            return;
        }
        Collection<Long> uses = use.uses().values();
        String range = use.uses().firstKey().equals(use.uses().lastKey())
                ? "one, " + use.uses().firstKey()
                : String.format(
                        Locale.ROOT,
                        "%,d, from %d to %d",
                        uses.size(),
                        use.uses().firstKey(),
                        use.uses().lastKey());
        page.line(
                Style.PLAIN,
                String.format(
                        Locale.ROOT,
                        "%s: %s; each used %,d to %,d times",
                        name,
                        range,
                        Collections.min(uses),
                        Collections.max(uses)));
        if (use.reuseDistance().count() > 0) {
            heading("the same again");
            Percentiles distance = use.reuseDistance();
            row(
                    "after uses",
                    distance.count(),
                    numbers(distance).mapToObj(LoadPrinter::grouped).toArray(String[]::new));
            millis("after ms", use.reuseMicros());
        }
        page.emptyLine();
    }

    private void errors(LoadReport report) {
        for (ErrorCount error : report.errors()) {
            page.line(
                    Style.BAD,
                    String.format(Locale.ROOT, "%,d times %s at %s", error.count(), error.what(), error.at()));
            page.paragraph(Style.PLAIN, "  such as: ", error.example());
        }
        if (report.reconnects() > 0 || report.sessionsGivenUp() > 0) {
            page.line(
                    Style.BAD,
                    String.format(
                            Locale.ROOT,
                            "%,d sessions were set up again; %,d of %,d gave up",
                            report.reconnects(),
                            report.sessionsGivenUp(),
                            report.sessions()));
        }
        if (!report.filesLeft().isEmpty()) {
            page.paragraph(
                    Style.BAD,
                    String.format(
                            Locale.ROOT,
                            "%,d files may be left: ",
                            report.filesLeft().size()),
                    String.join(
                                    " ",
                                    report.filesLeft()
                                            .subList(
                                                    0,
                                                    Math.min(
                                                            3,
                                                            report.filesLeft().size())))
                            + (report.filesLeft().size() > 3 ? " ..." : ""));
        }
    }

    private void end(LoadReport report) {
        String reason = switch (report.end()) {
            case ALL_TRIED ->
                report.errors().isEmpty()
                        ? "All transfers ended well, and every byte was right."
                        : "There were errors.";
            case TIME_LIMIT -> "Ended early: the time was over (--time-limit).";
            case SESSIONS_GAVE_UP -> "Ended early: no session could go on.";
            case NOT_BEGUN -> "Nothing was transferred.";
            case INTERRUPTED -> "Ended early: interrupted.";
        };
        page.paragraph(
                report.passed() ? Style.GOOD : Style.BAD,
                "",
                report.note().isEmpty() ? reason : reason + " The last problem was: " + report.note());
    }

    private void heading(String name) {
        page.line(Style.HEADING, String.format(COLUMNS, name, "count", "p50", "p90", "p99", "p99.9", "max"));
    }

    private void millis(String name, Percentiles micros) {
        row(name, micros.count(), numbers(micros).mapToObj(LoadPrinter::millis).toArray(String[]::new));
    }

    private void row(String name, long count, String[] values) {
        Object[] columns = new Object[values.length + 2];
        columns[0] = name;
        columns[1] = grouped(count);
        System.arraycopy(values, 0, columns, 2, values.length);
        page.line(Style.PLAIN, String.format(COLUMNS, columns));
    }

    private static LongStream numbers(Percentiles of) {
        return Arrays.stream(new long[] {of.p50(), of.p90(), of.p99(), of.p999(), of.max()});
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, micros < 100_000 ? "%,.2f" : "%,.0f", micros / 1e3);
    }
}
