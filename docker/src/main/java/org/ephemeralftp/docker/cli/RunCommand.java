package org.ephemeralftp.docker.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import org.ephemeralftp.client.probe.Cell;
import org.ephemeralftp.client.probe.Expectations;
import org.ephemeralftp.client.report.Escaped;
import org.ephemeralftp.client.report.ProbeFormat;
import org.ephemeralftp.client.settings.ResultOptions;
import org.ephemeralftp.client.settings.Sources;
import org.ephemeralftp.docker.lab.FirewallLab;
import org.ephemeralftp.docker.lab.LabReport;
import org.ephemeralftp.docker.lab.ProbeRequest;

/** The run subcommand. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        customSynopsis = "ephemeral-ftp-lab run --ruleset [HOST=]FILE [OPTION]...",
        versionProvider = Main.Version.class,
        sortOptions = false,
        description = {
            "Makes a client, a router and a server, each with a network of its own, loads firewall rules on them, and "
                    + "tells what becomes of FTP: every combination of mode, protection and family, first without the "
                    + "rules and then with them, and every passive port. Nothing of it touches this machine's network, and "
                    + "nothing is left when it ends. It needs Linux, root and nftables.%n"
        },
        footer = {
            "%nExit status: 0 everything is as expected (or ok), 1 something is not, 2 wrong usage, or there can be no "
                    + "lab here, or it broke, 3 inconclusive.",
            "%nExample: ephemeral-ftp-lab run --ruleset server.nft --expect expect"
        })
final class RunCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs.
    private CommandSpec spec;

    @Mixin
    private final RuleOptions rules = new RuleOptions();

    @Mixin
    private final CellOptions cells = new CellOptions();

    @Option(
            names = "--sweep",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Tries every passive port, one by one, after the probe; done unless --no-sweep is given.")
    private boolean sweep;

    @Mixin
    private final ResultOptions results = new ResultOptions();

    @Option(
            names = Sources.FILE,
            paramLabel = "FILE",
            description =
                    "File with a line NAME = VALUE for each option: ruleset = server.nft, nat = dnat. Files that it "
                            + "names are looked for where it is itself. Options are environment variables as well, such as "
                            + Main.VARIABLES + "RULESET. The command line beats the environment, which beats the file.")
    @SuppressWarnings("UnusedVariable") // Sources reads it.
    private @Nullable Path config;

    @Override
    public Integer call() {
        ProbeRequest request = cells.request();
        List<Cell> tried = CellOptions.cells(request);
        Expectations expectations = results.expectations(tried);
        String contradiction = rules.contradiction();
        if (!contradiction.isEmpty()) {
            throw new ParameterException(spec.commandLine(), contradiction);
        }
        PrintWriter out = spec.commandLine().getOut();
        ProbeFormat format = results.format();
        PrintWriter talk = format == ProbeFormat.TEXT ? out : spec.commandLine().getErr();
        int count = tried.size();
        talk.println(Escaped.text("Lab: " + rules.summary() + "; " + count + (count == 1 ? " cell" : " cells")
                + ", first without the rules, then with them."));
        talk.flush();
        LabResult result = LabResult.of(run(request), expectations);
        if (format == ProbeFormat.TEXT) {
            out.println();
            new LabPrinter(out, results.colors()).print(result);
        } else {
            if (format != ProbeFormat.JSON) {
                result.report().remarks().forEach(remark -> talk.println(Escaped.whole("Worth knowing: " + remark)));
            }
            out.print(LabDocument.of(result, format));
            out.flush();
        }
        return result.exitStatus();
    }

    private LabReport run(ProbeRequest request) {
        try (Waiting waiting = Waiting.forA("In the lab");
                FirewallLab lab = rules.describe().start()) {
            return sweep ? lab.probeAndSweep(request) : lab.probe(request);
        }
    }
}
