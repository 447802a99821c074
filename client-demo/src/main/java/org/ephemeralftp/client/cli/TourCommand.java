package org.ephemeralftp.client.cli;

import java.io.Console;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.EphemeralRange;
import org.ephemeralftp.client.connection.ServerAddress;
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
    static final String PASSWORD_VARIABLE = "EPHEMERAL_FTP_CLIENT_PASSWORD";

    /** Stands for "--password" without a value; a NUL cannot be typed on a command line. */
    private static final String ASK = "\0ask";

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs, like the server.
    private CommandSpec spec;

    @Parameters(
            paramLabel = "HOST[:PORT]",
            converter = Choices.Server.class,
            description =
                    "Name, IPv4 or [IPv6] address of the server; port 21 unless given. ftp://HOST:PORT works too.")
    @SuppressWarnings("NullAway.Init")
    private ServerAddress server;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "anonymous",
            description = "Account; anonymous unless given.")
    private String user = "anonymous";

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            arity = "0..1",
            fallbackValue = ASK,
            description = "Its password. Without a value it is asked for. Without the option it is taken from the "
                    + "environment variable " + PASSWORD_VARIABLE + ".")
    private @Nullable String password;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            split = ",",
            converter = Choices.Mode.class,
            description = "Any of pasv,epsv,port,eprt; all of them unless given.")
    private List<DataMode> modes = List.of(DataMode.values());

    @Option(
            names = "--family",
            paramLabel = "FAMILY",
            split = ",",
            converter = Choices.Family.class,
            description = "Any of ipv4,ipv6; both unless given.")
    private List<AddressFamily> families = List.of(AddressFamily.values());

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "102400",
            converter = Choices.Size.class,
            description = "Size of each upload; ${DEFAULT-VALUE} unless given.")
    private long size;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            converter = Choices.Seconds.class,
            description = "Limit of each single wait; ${DEFAULT-VALUE} unless given.")
    private long timeout;

    @Option(
            names = "--read-only",
            description = "Uploads nothing: lists, and downloads the first plain file in each cell.")
    private boolean readOnly;

    @Option(names = "--no-color", description = "No colors. They are used only on a terminal anyway.")
    private boolean noColor;

    TourCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        TourPrinter printer = new TourPrinter(
                spec.commandLine().getOut(), !noColor && Ansi.AUTO.enabled(), EphemeralRange.ofThisMachine());
        Tour tour = describe(printer);
        printer.start(server, user, modes, readOnly);
        TourReport report = tour.run();
        printer.end(report);
        return report.passed() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Tour describe(TourPrinter printer) {
        TourBuilder builder = Tour.to(server)
                .modes(modes)
                .families(families)
                .size(size)
                .timeout(Duration.ofSeconds(timeout))
                .readOnly(readOnly)
                .observer(printer);
        Optional<String> given = givenPassword();
        boolean anonymous = user.equalsIgnoreCase("anonymous") || user.equalsIgnoreCase("ftp");
        if (given.isEmpty() && !anonymous) {
            throw wrong("--user '" + user + "' needs a password: give --password (without a value it is asked for), "
                    + "or set " + PASSWORD_VARIABLE);
        }
        try {
            builder.login(user, given.orElse("anonymous@"));
        } catch (IllegalArgumentException e) {
            throw wrong("--user or --password cannot be sent: " + e.getMessage());
        }
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw wrong("--mode " + listed(modes) + " is empty over the families asked for: " + e.getMessage());
        }
    }

    /** What was given, typed or set, in this order. */
    @SuppressWarnings("SystemConsoleNull") // From JDK 22 on it reads standard input, whose end is a null as well.
    private Optional<String> givenPassword() {
        if (!ASK.equals(password)) {
            return Optional.ofNullable(password).or(() -> Optional.ofNullable(environment.get(PASSWORD_VARIABLE)));
        }
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("Password of %s: ", user);
        if (typed == null) {
            throw wrong("--password has no value and there is no terminal to ask on: give --password=VALUE, or set "
                    + PASSWORD_VARIABLE);
        }
        return Optional.of(new String(typed));
    }

    private static String listed(List<DataMode> modes) {
        return modes.stream().map(mode -> mode.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(","));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
