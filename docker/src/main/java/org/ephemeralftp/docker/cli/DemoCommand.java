package org.ephemeralftp.docker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import org.ephemeralftp.client.report.Escaped;
import org.ephemeralftp.client.settings.Choices;
import org.ephemeralftp.client.settings.Sources;

/** The demo subcommand. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        customSynopsis = "ephemeral-ftp-lab demo [OPTION]...",
        versionProvider = Main.Version.class,
        sortOptions = false,
        description = {
            "Starts a server on free ports of the loopback address, with an account and a home that are made up for it, "
                    + "has the client take its tour, and shows both connections of each transfer. Needs no root, and "
                    + "nothing is left when it ends.%n"
        },
        footer = "%nExit status: that of the tour: 0 every byte matched, 1 something failed, 2 wrong usage.")
final class DemoCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs.
    private CommandSpec spec;

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            defaultValue = "60",
            converter = Limit.class,
            description = "Ends it after this time; ${DEFAULT-VALUE} unless given, which is far more than it takes.")
    private long seconds;

    @Option(names = "--no-color", description = "No colors. They are used only on a terminal anyway.")
    private boolean noColor;

    @Option(
            names = Sources.FILE,
            paramLabel = "FILE",
            description = "File with a line NAME = VALUE for each option, as for run.")
    @SuppressWarnings("UnusedVariable") // Sources reads it.
    private @Nullable Path config;

    @Override
    public Integer call() throws InterruptedException {
        try (Demonstration demonstration = Demonstration.start()) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(demonstration);
            out.flush();
            OptionalInt status = demonstration.tour(noColor, Duration.ofSeconds(seconds));
            if (status.isEmpty()) {
                spec.commandLine().getErr().println("The tour was not over after " + seconds + " s, and was ended.");
            }
            return status.orElse(ExitCode.SOFTWARE);
        } catch (IOException e) {
            spec.commandLine().getErr().println(Escaped.text("The demonstration is not possible: " + e.getMessage()));
            return ExitCode.SOFTWARE;
        }
    }

    static final class Limit implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            return Choices.number(value, 1, 3600, "seconds");
        }
    }
}
