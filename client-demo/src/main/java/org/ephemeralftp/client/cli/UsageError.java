package org.ephemeralftp.client.cli;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import org.ephemeralftp.client.report.Escaped;

/** The one line that a wrong command line is answered with. */
final class UsageError implements IParameterExceptionHandler {
    private static final String PICOCLIS_NAME = "positional parameter at index 0 (HOST[:PORT])";

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String line = message(e, command) + "; see '" + name + " --help'";
        command.getErr().println(Escaped.text(line));
        return CommandLine.ExitCode.USAGE;
    }

    private static String message(ParameterException e, CommandLine command) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(
                    unmatched.getUnmatched().get(0), command.getSubcommands().keySet());
        }
        if (e instanceof MissingParameterException missing && lacksServer(missing)) {
            return "HOST[:PORT] is missing: name the server (if --password took it, write --password=PASSWORD)";
        }
        return firstLine(e.getMessage());
    }

    private static boolean lacksServer(MissingParameterException e) {
        return e.getMissing().stream().anyMatch(ArgSpec::isPositional);
    }

    /** Names what was not understood; values are left out, as they may be part of a password. */
    private static String unmatched(String argument, Set<String> commands) {
        if (argument.startsWith("-")) {
            int equals = argument.indexOf('=');
            return "unknown option " + (equals < 0 ? argument : argument.substring(0, equals));
        }
        return commands.isEmpty()
                ? "one argument too many: a value with blanks needs quotes, and only one server is toured"
                : "'" + argument + "' is not a command; valid: " + String.join(", ", commands);
    }

    private static String firstLine(@Nullable String message) {
        if (message == null || message.isEmpty()) {
            return "the command line is not valid";
        }
        return message.lines().toList().get(0).replace(PICOCLIS_NAME, "HOST[:PORT]");
    }
}
