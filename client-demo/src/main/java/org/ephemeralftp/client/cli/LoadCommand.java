package org.ephemeralftp.client.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.load.ForeignTargetException;
import org.ephemeralftp.client.load.FtpLoad;
import org.ephemeralftp.client.load.LoadObserver;
import org.ephemeralftp.client.load.LoadReport;
import org.ephemeralftp.client.load.Operation;
import org.ephemeralftp.client.load.Transfer;
import org.ephemeralftp.client.report.Escaped;
import org.ephemeralftp.client.report.Page;
import org.ephemeralftp.client.report.Progress;
import org.ephemeralftp.client.settings.Choices;

/** The load subcommand. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        customSynopsis = "ephemeral-ftp-client load HOST[:PORT] [OPTION]...",
        versionProvider = Main.Version.class,
        sortOptions = false,
        description = {
            "Puts the data ports of a server under load: sessions at once, transfers one after the other in each, and "
                    + "then the rate, latencies, errors, and which ports were used again how soon.",
            "Uploads are deleted again, and what is downloaded is compared. Only servers on this machine are loaded, "
                    + "unless --yes-i-own-it is given.%n"
        },
        footer = {
            "%nLatencies are from the setup command (PASV, EPSV, PORT, EPRT) to the final reply; 'setup reply' is the "
                    + "wait for the setup command's, 'connect' that for the data connection.",
            "%nExit status: 0 no errors, 1 errors, 2 wrong usage, 3 nothing was transferred, or it ended early.",
            "%nExample: ephemeral-ftp-client load localhost:2121 --sessions 100 --transfers 5000 --png load.png"
        })
final class LoadCommand implements Callable<Integer> {
    private static final int COLUMNS = 80;
    private static final int ENDED_EARLY = 3;

    /** The limit on deleting what was uploaded when Ctrl-C ends the program. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(30);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs.
    private CommandSpec spec;

    @Mixin
    private final ConnectOptions connect = new ConnectOptions();

    @Option(
            names = "--sessions",
            paramLabel = "N",
            defaultValue = "8",
            converter = LoadChoices.Sessions.class,
            description = "How many sessions run at once, up to 1000; ${DEFAULT-VALUE} unless given.")
    private int sessions;

    @Option(
            names = "--transfers",
            paramLabel = "N",
            defaultValue = "1000",
            converter = LoadChoices.Transfers.class,
            description = "How many transfers all sessions together do, up to 1000000; ${DEFAULT-VALUE} unless given.")
    private long transfers;

    @Option(
            names = "--operation",
            paramLabel = "OPERATION",
            split = ",",
            converter = LoadChoices.Operations.class,
            description = "Any of upload,download,list, in turns; upload,download unless given.")
    private List<Operation> operations = List.of(Operation.UPLOAD, Operation.DOWNLOAD);

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            split = ",",
            converter = Choices.Mode.class,
            description = "Any of pasv,epsv,port,eprt, in turns; epsv unless given.")
    private List<DataMode> modes = List.of(DataMode.EPSV);

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            split = ",",
            converter = LoadChoices.Bytes.class,
            description = "Bytes of each transfer, several in turns, such as 1024,100KiB,1MiB; 16KiB unless given.")
    private List<Long> sizes = List.of(16L * 1024);

    @Option(
            names = "--file",
            paramLabel = "NAME",
            description = "Downloads this file, which is there, instead of one that is uploaded before.")
    private @Nullable String file;

    @Option(
            names = "--protection",
            paramLabel = "plain|tls",
            converter = Choices.Protected.class,
            description = "Of both connections; plain unless given, and tls for ftps://HOST.")
    private @Nullable Protection protection;

    @Option(
            names = "--ramp",
            paramLabel = "SECONDS",
            defaultValue = "0",
            converter = LoadChoices.Ramp.class,
            description = "Sessions start spread over this time; unless given, all begin together.")
    private long ramp;

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            defaultValue = "120",
            converter = Choices.Seconds.class,
            description = "Ends early after this time; ${DEFAULT-VALUE} unless given.")
    private long timeLimit;

    @Option(
            names = "--yes-i-own-it",
            description = "Loads a server on another machine: it is yours, or its owner agrees.")
    private boolean owned;

    @Mixin
    private final LoadCharts charts = new LoadCharts();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            converter = LoadChoices.Formats.class,
            description = "text or json; ${DEFAULT-VALUE} unless given.")
    private LoadChoices.Format format = LoadChoices.Format.TEXT;

    @Option(names = "--no-color", description = "No colors. They are used only on a terminal anyway.")
    private boolean noColor;

    @Override
    public Integer call() {
        charts.require(connect);
        FtpLoad load = describe();
        try (StopOnExit stop = new StopOnExit(LAST_WORDS)) {
            LoadReport report = run(load);
            if (format == LoadChoices.Format.JSON) {
                spec.commandLine().getOut().println(LoadJson.of(report));
            } else {
                Page page = new Page(spec.commandLine().getOut(), !noColor && Ansi.AUTO.enabled(), COLUMNS);
                new LoadPrinter(page).print(report);
            }
            boolean drawn = charts.draw(report, title(), spec.commandLine().getErr());
            if (!report.end().asPlanned() || report.transfers() == 0) {
                return ENDED_EARLY;
            }
            return report.passed() && drawn ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private String title() {
        return String.format(
                Locale.ROOT,
                "%s: %,d sessions, %,d transfers%s",
                connect.server(),
                sessions,
                transfers,
                connect.protection(protection) == Protection.TLS ? ", TLS" : "");
    }

    private FtpLoad describe() {
        FtpLoad load = FtpLoad.to(connect.server())
                .families(connect.families())
                .sessions(sessions)
                .transfers(transfers)
                .operations(operations.toArray(Operation[]::new))
                .modes(modes.toArray(DataMode[]::new))
                .ramp(Duration.ofSeconds(ramp))
                .timeLimit(Duration.ofSeconds(timeLimit))
                .timeout(connect.timeout());
        try {
            load.login(connect.user(), connect.password());
        } catch (IllegalArgumentException e) {
            throw connect.wrong("--user or --password cannot be sent: " + e.getMessage());
        }
        try {
            load.sizes(sizes.stream().mapToLong(Long::longValue).toArray());
        } catch (IllegalArgumentException e) {
            throw connect.wrong("--size: " + e.getMessage());
        }
        if (file != null) {
            try {
                load.file(file);
            } catch (IllegalArgumentException e) {
                throw connect.wrong("--file cannot be sent: " + e.getMessage());
            }
        }
        if (connect.protection(protection) == Protection.TLS) {
            load.tls(connect.trust());
        }
        return owned ? load.yesIOwnIt() : load;
    }

    private LoadReport run(FtpLoad load) {
        try (Progress progress = Progress.of("load", transfers, Progress.standardErrorIsTerminal())) {
            LoadReport report = load.observer(new Shown(progress)).run();
            // It has ended the load, and would close the files that tell of it.
            Thread.interrupted();
            return report;
        } catch (ForeignTargetException e) {
            throw connect.wrong(e.getMessage() + ": give --yes-i-own-it");
        } catch (IllegalArgumentException e) {
            throw connect.wrong("--mode or --family does not fit: " + e.getMessage());
        }
    }

    /** The load as a line of progress. */
    private final class Shown implements LoadObserver {
        private final Progress progress;
        private long failures;

        Shown(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void begins(Duration atMost) {
            CommandLine me = spec.commandLine();
            PrintWriter talk = format == LoadChoices.Format.TEXT ? me.getOut() : me.getErr();
            talk.println(Escaped.text("Load on " + title() + "; it takes " + atMost.toSeconds() / 60 + " min "
                    + atMost.toSeconds() % 60 + " s at most."));
            talk.flush();
        }

        @Override
        public void transferred(Transfer transfer, long ended) {
            progress.to(ended, note());
        }

        @Override
        public void failed(long ended) {
            failures++;
            progress.to(ended, note());
        }

        private String note() {
            return failures == 0 ? "" : String.format(Locale.ROOT, "%,d failed", failures);
        }
    }
}
