package org.ephemeralftp.client.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.EphemeralRange;
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

    @Option(names = "--no-color", description = "No colors. They are used only on a terminal anyway.")
    private boolean noColor;

    @Override
    public Integer call() {
        TourPrinter printer = new TourPrinter(
                spec.commandLine().getOut(), !noColor && Ansi.AUTO.enabled(), EphemeralRange.ofThisMachine());
        Tour tour = describe(printer);
        printer.start(connect.server(), connect.user(), modes, readOnly);
        TourReport report = tour.run();
        printer.end(report);
        return report.passed() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Tour describe(TourPrinter printer) {
        TourBuilder builder = Tour.to(connect.server())
                .modes(modes)
                .families(connect.families())
                .size(size)
                .timeout(connect.timeout())
                .readOnly(readOnly)
                .observer(printer);
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
