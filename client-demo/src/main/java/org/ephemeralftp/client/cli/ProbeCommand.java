package org.ephemeralftp.client.cli;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.probe.Cell;
import org.ephemeralftp.client.probe.Expectations;
import org.ephemeralftp.client.probe.FtpProbe;
import org.ephemeralftp.client.probe.ProbeReport;
import org.ephemeralftp.client.report.Escaped;
import org.ephemeralftp.client.report.ProbeFormat;
import org.ephemeralftp.client.report.ProbePrinter;
import org.ephemeralftp.client.report.ProbeResult;
import org.ephemeralftp.client.settings.Choices;
import org.ephemeralftp.client.settings.ProbeOptions;
import org.ephemeralftp.client.settings.ResultOptions;

/** The probe subcommand. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        customSynopsis = "ephemeral-ftp-client probe HOST[:PORT] [OPTION]...",
        versionProvider = Main.Version.class,
        defaultValueProvider = ProbeCommand.Defaults.class,
        sortOptions = false,
        description = {
            "Goes through every combination of mode, protection and family, phase by phase, and tells which of the two "
                    + "connections fails, where, and why, with what was seen and what to do.",
            "Only lists; --long uploads a file and deletes it.%n"
        },
        footer = {
            "%nExit status: 0 everything is as expected (or ok), 1 something is not, 2 wrong usage, 3 inconclusive.",
            "%nExample: ephemeral-ftp-client probe ftp.example.org --user demo --expect firewall.txt"
        })
final class ProbeCommand implements Callable<Integer> {
    /** How long the program waits at its end, after Ctrl-C, for the probe to delete what it uploaded. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(30);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs.
    private CommandSpec spec;

    @Mixin
    private final ConnectOptions connect = new ConnectOptions();

    @Mixin
    private final ProbeOptions options = new ProbeOptions();

    @Option(
            names = "--from",
            paramLabel = "ADDRESS",
            converter = Choices.LocalAddress.class,
            description = "Makes all connections from this address of this machine.")
    private @Nullable InetAddress from;

    @Mixin
    private final ResultOptions results = new ResultOptions();

    @Override
    public Integer call() {
        List<Cell> cells = cells();
        Expectations expectations = results.expectations(cells);
        FtpProbe probe = describe();
        PrintWriter out = spec.commandLine().getOut();
        ProbeFormat format = results.format();
        PrintWriter talk = format == ProbeFormat.TEXT ? out : spec.commandLine().getErr();
        talk.println(Escaped.text("Probe of " + connect.server() + " as " + connect.user() + ": " + cells.size()
                + (cells.size() == 1 ? " cell" : " cells") + "; it takes " + atMost(probe.worstCase()) + " at most."));
        talk.flush();
        ProbeResult result = ProbeResult.of(run(probe, cells.size()), expectations);
        if (format == ProbeFormat.TEXT) {
            out.println();
            new ProbePrinter(out, results.colors()).print(result);
        } else {
            out.print(format.document(result));
            out.flush();
        }
        return result.exitStatus();
    }

    private ProbeReport run(FtpProbe probe, int cells) {
        try (ProbeProgress progress = new ProbeProgress(cells)) {
            probe.observer(progress);
            if (options.longTransfer().isZero()) {
                return probe.run();
            }
            // There may be a file on the server that is to be deleted.
            try (StopOnExit stop = new StopOnExit(LAST_WORDS)) {
                return probe.run();
            }
        }
    }

    /** Those that the probe is going to try, for expectations to be checked beforehand. */
    private List<Cell> cells() {
        return connect.families().stream()
                .distinct()
                .flatMap(family -> protections().stream()
                        .flatMap(
                                protection -> options.modes().stream().map(mode -> new Cell(mode, protection, family))))
                .toList();
    }

    private Set<Protection> protections() {
        Optional<Set<Protection>> asked = options.protections();
        if (connect.implicitTls()
                && asked.filter(each -> each.contains(Protection.PLAIN)).isPresent()) {
            throw connect.wrong("--protection plain contradicts ftps://, which means TLS: leave one of them out");
        }
        return asked.orElseGet(
                () -> connect.implicitTls() ? EnumSet.of(Protection.TLS) : EnumSet.allOf(Protection.class));
    }

    private FtpProbe describe() {
        FtpProbe probe = FtpProbe.to(connect.server())
                .modes(options.modes())
                .families(connect.families())
                .trust(connect.trust())
                .tries(options.tries())
                .within(options.within());
        protections().forEach(each -> {
            if (each == Protection.PLAIN) {
                probe.plain();
            } else {
                probe.tls();
            }
        });
        if (connect.implicitTls()) {
            probe.implicitTls();
        }
        if (options.unconnected()) {
            probe.unconnected();
        }
        if (from != null) {
            probe.from(from);
        }
        if (!options.longTransfer().isZero()) {
            probe.longTransfer(options.longTransfer());
        }
        try {
            probe.login(connect.user(), connect.password());
        } catch (IllegalArgumentException e) {
            throw connect.wrong("--user or --password cannot be sent: " + e.getMessage());
        }
        try {
            return probe.timeout(connect.timeout());
        } catch (IllegalArgumentException e) {
            throw connect.wrong("--" + e.getMessage());
        }
    }

    private static String atMost(Duration limit) {
        long seconds = limit.toSeconds();
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }

    /** A probe waits for what will not come more often than a tour does, so it waits for less long. */
    static final class Defaults implements IDefaultValueProvider {
        @Override
        public @Nullable String defaultValue(ArgSpec argument) {
            return argument instanceof OptionSpec option && option.longestName().equals("--timeout") ? "4" : null;
        }
    }
}
