package org.ephemeralftp.server.cli;

import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Errors as one line on standard error: wrong input ends with status 2, anything else that goes wrong with 1, and in
 * both cases the line says what to do.
 */
final class OneLineErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    static final int FAILED = 1;

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        print(command, e instanceof UnmatchedArgumentException unmatched ? unmatched(unmatched, args) : message(e));
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        print(command, message(e));
        return FAILED;
    }

    private static String message(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /**
     * What belongs to no option may be a password that lost its own: of all of it, only an option's name and a mistyped
     * command are repeated.
     */
    private static String unmatched(UnmatchedArgumentException e, String[] args) {
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        String first = e.getUnmatched().get(0);
        String help = "; '" + spec.name() + " --help' lists what there is";
        if (e.isUnknownOption()) {
            return "unknown option " + first.substring(0, (first + "=").indexOf('=')) + help;
        }
        // The first argument is the subcommand, given or implied.
        boolean mistypedCommand = args.length > 1 && first.equals(args[1]);
        return (mistypedCommand ? "'" + first + "'" : "an argument") + " is neither an option nor a command" + help;
    }

    private static void print(CommandLine command, String message) {
        String line = message.lines().map(String::strip).collect(Collectors.joining(" "));
        command.getErr().println(command.getCommandSpec().root().name() + ": " + line);
        command.getErr().flush();
    }
}
