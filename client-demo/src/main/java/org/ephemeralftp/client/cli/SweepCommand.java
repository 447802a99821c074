package org.ephemeralftp.client.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.report.Escaped;
import org.ephemeralftp.client.report.Json;
import org.ephemeralftp.client.report.Progress;
import org.ephemeralftp.client.report.SweepJson;
import org.ephemeralftp.client.report.SweepPrinter;
import org.ephemeralftp.client.report.SweepSvg;
import org.ephemeralftp.client.report.SweepWords;
import org.ephemeralftp.client.settings.Choices;
import org.ephemeralftp.client.sweep.Outlook;
import org.ephemeralftp.client.sweep.PortNumbers;
import org.ephemeralftp.client.sweep.PortResult;
import org.ephemeralftp.client.sweep.PortSweep;
import org.ephemeralftp.client.sweep.PortVerdict;
import org.ephemeralftp.client.sweep.SweepObserver;
import org.ephemeralftp.client.sweep.SweepReport;

/** The sweep subcommand. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        customSynopsis = "ephemeral-ftp-client sweep HOST[:PORT] [OPTION]...",
        versionProvider = Main.Version.class,
        sortOptions = false,
        description = {
            "Tries every passive port that the server hands out, one by one, and tells which are open from here and "
                    + "what happens on the others.",
            "A server with SITE LEASE PORT gives each port by its name. From any other they are drawn by PASV or EPSV, "
                    + "until enough draws brought nothing new. Ports that timed out while others were refused are "
                    + "tried again slowly, as kernels hold back refusals.%n"
        },
        footer = {
            "%nExit status: 0 all ports are open, 1 some are not, 2 wrong usage, 3 inconclusive: nothing is known to be "
                    + "closed, but not all was tried.",
            "%nExample: ephemeral-ftp-client sweep localhost:2121 --user demo --password secret"
        })
final class SweepCommand implements Callable<Integer> {
    private static final int INCONCLUSIVE = 3;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs.
    private CommandSpec spec;

    @Mixin
    private final ConnectOptions connect = new ConnectOptions();

    @Option(
            names = "--ports",
            paramLabel = "RANGE",
            converter = Ports.class,
            description = "The ports to try, such as 50000-50009,50020; all that the server hands out unless given.")
    private @Nullable PortNumbers ports;

    @Option(
            names = "--sessions",
            paramLabel = "N",
            defaultValue = "24",
            converter = SessionCount.class,
            description =
                    "Sessions at a time, at most; ${DEFAULT-VALUE} unless given. Fewer if the server takes fewer.")
    private int sessions;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            converter = Choices.Mode.class,
            description = "pasv or epsv; pasv over IPv4 and epsv over IPv6 unless given.")
    private @Nullable DataMode mode;

    @Option(
            names = "--protection",
            paramLabel = "plain|tls",
            converter = Choices.Protected.class,
            description = "Of both connections; plain unless given, and tls for ftps://HOST.")
    private @Nullable Protection protection;

    @Option(
            names = "--connect-timeout",
            paramLabel = "SECONDS",
            defaultValue = "2",
            converter = ConnectSeconds.class,
            description = "Limit of each data connection's wait; ${DEFAULT-VALUE} unless given, which is the least.")
    private long connectTimeout;

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            defaultValue = "120",
            converter = Choices.Seconds.class,
            description = "When it ends, whatever it has; ${DEFAULT-VALUE} unless given.")
    private long timeLimit;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draws the ports into a file as well.")
    private @Nullable Path svg;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            converter = FormatChoice.class,
            description = "text or json; ${DEFAULT-VALUE} unless given.")
    private Format format = Format.TEXT;

    @Option(names = "--no-color", description = "No colors. They are used only on a terminal anyway.")
    private boolean noColor;

    /** How the report is written. */
    enum Format {
        TEXT,
        JSON
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        SweepPrinter printer = new SweepPrinter(out, !noColor && Ansi.AUTO.enabled());
        PortSweep sweep = describe();
        checkSvg();
        SweepReport report;
        try (Watcher watcher = new Watcher(printer)) {
            report = sweep.observer(watcher).run();
        } catch (IOException e) {
            return problem("nothing could be tried: " + e.getMessage());
        }
        if (format == Format.JSON) {
            out.println(Json.text(SweepJson.of(report)));
            out.flush();
        } else {
            printer.ends(report);
        }
        boolean drawn = draw(report);
        if (report.passed()) {
            return drawn ? ExitCode.OK : ExitCode.SOFTWARE;
        }
        return report.failed() ? ExitCode.SOFTWARE : INCONCLUSIVE;
    }

    private boolean draw(SweepReport report) {
        if (svg == null) {
            return true;
        }
        try {
            SweepSvg.write(report, svg);
            return true;
        } catch (IOException e) {
            int unused = problem("--svg " + svg + " cannot be written: " + e);
            return false;
        }
    }

    private int problem(String text) {
        spec.commandLine().getErr().println(Escaped.text(text));
        return INCONCLUSIVE;
    }

    private PortSweep describe() {
        PortSweep sweep = PortSweep.to(connect.server())
                .families(connect.families())
                .sessions(sessions)
                .timeout(connect.timeout())
                .connectTimeout(Duration.ofSeconds(connectTimeout))
                .timeLimit(Duration.ofSeconds(timeLimit));
        if (ports != null) {
            sweep.ports(ports);
        }
        if (connect.protection(protection) == Protection.TLS) {
            sweep.tls(connect.trust());
        }
        try {
            sweep.login(connect.user(), connect.password());
        } catch (IllegalArgumentException e) {
            throw connect.wrong("--user or --password cannot be sent: " + e.getMessage());
        }
        if (mode != null) {
            if (!mode.passive()) {
                throw connect.wrong(
                        "--mode " + mode.name().toLowerCase(Locale.ROOT) + " has no passive ports; valid: pasv, epsv");
            }
            sweep.mode(mode);
        }
        return sweep;
    }

    /** Before minutes go by. */
    private void checkSvg() {
        if (svg != null) {
            Path folder = svg.toAbsolutePath().getParent();
            if (Files.isDirectory(svg) || folder == null || !Files.isWritable(folder)) {
                throw connect.wrong("--svg " + svg + " cannot be written: name a file in a directory that can");
            }
        }
    }

    /** Shows on a terminal how far it is. */
    private final class Watcher implements SweepObserver, AutoCloseable {
        private final SweepPrinter printer;
        private final long began = System.nanoTime();
        private boolean portsKnown;
        private long open;
        private String again = "";
        private Progress progress = Progress.of("Sweep", 1, false);

        Watcher(SweepPrinter printer) {
            this.printer = printer;
        }

        @Override
        public void begins(Outlook outlook) {
            if (format == Format.TEXT) {
                printer.begins(
                        "Sweep of " + connect.server() + " as " + connect.user() + ": " + outlook.mode() + ", "
                                + (connect.protection(protection) == Protection.TLS ? "under TLS" : "in clear"),
                        outlook);
            }
            progress.close();
            portsKnown = outlook.ports().isPresent();
            long max = portsKnown ? Math.max(1, outlook.ports().get().size()) : timeLimit;
            progress = Progress.of("Sweep", max, Progress.standardErrorIsTerminal());
            progress.to(0, "");
        }

        @Override
        public void tried(PortResult result, int tried, int known) {
            open += result.verdict() == PortVerdict.OPEN && result.tries().size() == 1 ? 1 : 0;
            long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
            String note = again.isEmpty() ? SweepWords.count(open, "open port") : again;
            progress.to(
                    portsKnown ? tried : Math.min(seconds, timeLimit),
                    portsKnown ? note : SweepWords.count(tried, "port") + ", " + note);
        }

        @Override
        public void triesAgain(int ports, boolean slowly) {
            again = "again" + (slowly ? " and slowly" : "") + ": " + SweepWords.count(ports, "port");
        }

        @Override
        public void close() {
            progress.close();
        }
    }

    static final class Ports implements ITypeConverter<PortNumbers> {
        @Override
        public PortNumbers convert(String value) {
            try {
                return PortNumbers.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    static final class SessionCount implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return (int) Choices.number(value, 1, PortSweep.MAX_SESSIONS, "sessions");
        }
    }

    static final class ConnectSeconds implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            return Choices.number(value, PortSweep.MIN_CONNECT_TIMEOUT.toSeconds(), 3600, "seconds");
        }
    }

    static final class FormatChoice implements ITypeConverter<Format> {
        @Override
        public Format convert(String value) {
            return Choices.choose(Format.class, value);
        }
    }
}
