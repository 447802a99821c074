package org.ephemeralftp.server.cli;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The entry point of the runnable server jar. */
public final class Main {
    private static final Set<String> OF_THE_ROOT = Set.of("-h", "--help", "-V", "--version");

    private Main() {}

    public static void main(String[] args) {
        Logging.toStandardError();
        System.exit(run(commandLine(), args));
    }

    static CommandLine commandLine() {
        return commandLine(System.getenv());
    }

    static CommandLine commandLine(Map<String, String> environment) {
        OneLineErrors errors = new OneLineErrors();
        return new CommandLine(new ServerCommand())
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setExecutionStrategy(new Sources(environment))
                // It would be one more source, for which nothing here tells an origin.
                .setExpandAtFiles(false)
                .setUsageHelpAutoWidth(true);
    }

    /** Runs a command line; one that names no subcommand means {@code serve}. */
    static int run(CommandLine commandLine, String... args) {
        boolean complete = args.length > 0
                && (OF_THE_ROOT.contains(args[0])
                        || commandLine.getSubcommands().containsKey(args[0]));
        return commandLine.execute(
                complete
                        ? args
                        : Stream.concat(Stream.of("serve"), Stream.of(args)).toArray(String[]::new));
    }
}
