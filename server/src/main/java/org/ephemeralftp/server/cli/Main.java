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
        LoggingProvider.choose();
        Logging.toStandardError();
        System.exit(run(commandLineOf(args), args));
    }

    /** What is needed to run the arguments: a start of the server, which is to be quick, knows no other subcommand. */
    static CommandLine commandLineOf(String... args) {
        return serves(args) ? commandLine(System.getenv(), Set.of(ServeCommand.NAME)) : commandLine();
    }

    static CommandLine commandLine() {
        return commandLine(System.getenv());
    }

    static CommandLine commandLine(Map<String, String> environment) {
        return commandLine(environment, ServerCommand.SUBCOMMANDS.keySet());
    }

    private static CommandLine commandLine(Map<String, String> environment, Set<String> subcommands) {
        OneLineErrors errors = new OneLineErrors();
        CommandLine commandLine = new CommandLine(new ServerCommand());
        for (var subcommand : ServerCommand.SUBCOMMANDS.entrySet()) {
            if (subcommands.contains(subcommand.getKey())) {
                commandLine.addSubcommand(
                        subcommand.getKey(), subcommand.getValue().get());
            }
        }
        commandLine.getSubcommands().values().forEach(subcommand -> ServerOptions.group(subcommand.getCommandSpec()));
        return commandLine
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setExecutionStrategy(new Sources(environment))
                // It would be one more source, for which nothing here tells an origin.
                .setExpandAtFiles(false)
                .setUsageHelpAutoWidth(true);
    }

    /** Runs a command line; one that names no subcommand means {@code serve}. */
    static int run(CommandLine commandLine, String... args) {
        return commandLine.execute(
                isComplete(args)
                        ? args
                        : Stream.concat(Stream.of(ServeCommand.NAME), Stream.of(args))
                                .toArray(String[]::new));
    }

    private static boolean isComplete(String... args) {
        return args.length > 0 && (OF_THE_ROOT.contains(args[0]) || ServerCommand.SUBCOMMANDS.containsKey(args[0]));
    }

    private static boolean serves(String... args) {
        return !isComplete(args) || args[0].equals(ServeCommand.NAME);
    }
}
