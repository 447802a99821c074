package org.ephemeralftp.client.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one line that a wrong command line is answered with. */
final class UsageError implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(Escaped.text(message(e) + "; see '" + name + " --help'"));
        return CommandLine.ExitCode.USAGE;
    }

    private static String message(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched.getUnmatched().get(0));
        }
        if (e instanceof MissingParameterException
                && e.getArgSpec() != null
                && e.getArgSpec().isPositional()) {
            return "the server is missing: give HOST or HOST:PORT (write --password=VALUE if the option took it)";
        }
        return firstLine(e.getMessage());
    }

    /** Names what was not understood; values are left out, as they may be part of a password. */
    private static String unmatched(String argument) {
        if (!argument.startsWith("-")) {
            return "one argument too many: a value with blanks needs quotes, and only one server is toured";
        }
        int equals = argument.indexOf('=');
        return "unknown option " + (equals < 0 ? argument : argument.substring(0, equals));
    }

    private static String firstLine(@Nullable String message) {
        return message == null
                ? "the command line is not valid"
                : message.lines().findFirst().orElse("");
    }
}
