package org.ephemeralftp.client.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.EphemeralRange;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.report.Escaped;
import org.ephemeralftp.client.settings.Choices;
import org.ephemeralftp.client.tour.Tour;
import org.ephemeralftp.client.tour.TourBuilder;
import org.ephemeralftp.client.tour.TourReport;

/** The tour subcommand. */
@Command(
        name = "tour",
        mixinStandardHelpOptions = true,
        customSynopsis = "ephemeral-ftp-client tour HOST[:PORT] [OPTION]...",
        versionProvider = Main.Version.class,
        sortOptions = false,
        description = {
            "Goes through PASV, EPSV, PORT and EPRT over IPv4 and IPv6: in each cell a file of random bytes is "
                    + "uploaded, listed, downloaded, compared and deleted, and a timeline shows both connections with "
                    + "the ports of both ends.",
            "A family over which the server does not accept the control connection is skipped.%n"
        },
        footer = {
            "%nExit status: 0 every byte matched, 1 something failed, 2 wrong usage.",
            "%nExample: ephemeral-ftp-client tour localhost:2121 --user demo --password secret"
        })
final class TourCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs.
    private CommandSpec spec;

    @Mixin
    private final ConnectOptions connect = new ConnectOptions();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            split = ",",
            converter = Choices.Mode.class,
            description = "Any of pasv,epsv,port,eprt; all of them unless given.")
    private List<DataMode> modes = List.of(DataMode.values());

    @Option(
            names = "--protection",
            paramLabel = "plain|tls",
            converter = Choices.Protected.class,
            description =
                    "tls puts both connections under TLS, by AUTH TLS and PROT P; plain unless given, and tls for "
                            + "ftps://HOST.")
    private @Nullable Protection protection;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "102400",
            converter = Choices.Size.class,
            description = "Size of each upload; ${DEFAULT-VALUE} unless given.")
    private long size;

    @Option(
            names = "--read-only",
            description = "Uploads nothing: lists, and downloads the first plain file in each cell.")
    private boolean readOnly;

    @Option(
            names = "--svg",
            paramLabel = "FILE",
            converter = ReportFile.Converter.class,
            description = "Writes a sequence diagram of both connections there.")
    private @Nullable ReportFile svg;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            converter = ReportFile.OrOutput.class,
            description = "Writes the whole report there; - is the standard output, on which then nothing else is.")
    private @Nullable ReportFile json;

    @Option(names = "--no-color", description = "No colors. They are used only on a terminal anyway.")
    private boolean noColor;

    @Override
    public Integer call() {
        boolean machineReads = ReportFile.STANDARD_OUTPUT.equals(json);
        PrintWriter out = spec.commandLine().getOut();
        TourPrinter printer = new TourPrinter(
                machineReads ? new PrintWriter(Writer.nullWriter()) : out,
                !noColor && Ansi.AUTO.enabled(),
                EphemeralRange.ofThisMachine());
        Tour tour = describe(printer);
        printer.start(connect.server(), connect.user(), connect.protection(protection), modes, readOnly);
        TourReport report = tour.run();
        printer.end(report);
        if (machineReads) {
            out.print(TourJson.of(report));
            out.flush();
        }
        return writeFiles(report) && report.passed() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private boolean writeFiles(TourReport report) {
        try {
            if (json != null && !json.equals(ReportFile.STANDARD_OUTPUT)) {
                json.write(TourJson.of(report));
            }
            if (svg != null) {
                svg.write(TourSvg.of(report));
            }
            return true;
        } catch (IOException e) {
            spec.commandLine().getErr().println(Escaped.text("the report cannot be written: " + e));
            return false;
        }
    }

    private Tour describe(TourPrinter printer) {
        TourBuilder builder = Tour.to(connect.server())
                .modes(modes)
                .families(connect.families())
                .size(size)
                .timeout(connect.timeout())
                .readOnly(readOnly)
                .observer(printer);
        if (connect.protection(protection) == Protection.TLS) {
            builder.tls(connect.trust());
        }
        try {
            builder.login(connect.user(), connect.password());
        } catch (IllegalArgumentException e) {
            throw connect.wrong("--user or --password cannot be sent: " + e.getMessage());
        }
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw connect.wrong("--mode " + listed(modes) + " is empty over the families asked for: " + e.getMessage());
        }
    }

    private static String listed(List<DataMode> modes) {
        return modes.stream().map(mode -> mode.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(","));
    }
}
