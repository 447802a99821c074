package org.ephemeralftp.server.cli;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
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
        if (e instanceof ParameterException refused
                && refused.getCause() instanceof TypeConversionException reason
                && refused.getArgSpec() instanceof OptionSpec option) {
            return option.longestName() + ": " + reason.getMessage();
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /**
     * What belongs to no option may be a password that lost its own: of all of it, only an option's name and a mistyped
     * command are repeated.
     */
    private static String unmatched(UnmatchedArgumentException e, String[] args) {
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        String first = e.getUnmatched().get(0);
        if (e.isUnknownOption()) {
            String option = first.substring(0, (first + "=").indexOf('='));
            return "unknown option " + option + "; " + whatToDo(spec, option, options(spec));
        }
        // The first argument is the subcommand, given or implied.
        boolean mistypedCommand = args.length > 1 && first.equals(args[1]);
        return mistypedCommand
                ? "'" + first + "' is neither an option nor a command; "
                        + whatToDo(spec, first, ServerCommand.SUBCOMMANDS.keySet())
                : "an argument is neither an option nor a command; " + listing(spec);
    }

    private static Set<String> options(CommandSpec spec) {
        Set<String> options = new HashSet<>(spec.optionsMap().keySet());
        options.addAll(spec.negatedOptionsMap().keySet());
        return options;
    }

    private static String whatToDo(CommandSpec spec, String typed, Set<String> names) {
        return Nearest.to(typed, names)
                .map(near -> "did you mean " + near + "?")
                .orElseGet(() -> listing(spec));
    }

    private static String listing(CommandSpec spec) {
        return "'" + spec.name() + " --help' lists what there is";
    }

    private static void print(CommandLine command, String message) {
        String line = message.lines().map(String::strip).collect(Collectors.joining(" "));
        command.getErr().println(command.getCommandSpec().root().name() + ": " + line);
        command.getErr().flush();
    }
}
