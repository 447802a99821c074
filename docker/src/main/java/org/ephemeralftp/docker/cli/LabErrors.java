package org.ephemeralftp.docker.cli;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import org.ephemeralftp.client.report.Escaped;
import org.ephemeralftp.docker.lab.LabException;

/** The one line that a wrong command line is answered with, and what is said where there can be no lab. */
final class LabErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String line = message(e, command) + "; see '" + command.getCommandSpec().qualifiedName() + " --help'";
        command.getErr().println(Escaped.whole(line));
        return CommandLine.ExitCode.USAGE;
    }

    /** Nothing was tested, so the status is neither that of a verdict nor that of an inconclusive one. */
    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        if (!(e instanceof LabException)) {
            command.getErr().println(Escaped.whole("The lab broke, which is an error of its own: " + e));
            return CommandLine.ExitCode.USAGE;
        }
        // What nft or the server said may have more lines.
        String.valueOf(e.getMessage()).lines().map(Escaped::whole).forEach(command.getErr()::println);
        return CommandLine.ExitCode.USAGE;
    }

    private static String message(ParameterException e, CommandLine command) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(
                    unmatched.getUnmatched().get(0), command.getSubcommands().keySet());
        }
        return firstLine(e.getMessage());
    }

    private static String unmatched(String argument, Set<String> commands) {
        if (argument.startsWith("-")) {
            int equals = argument.indexOf('=');
            return "unknown option " + (equals < 0 ? argument : argument.substring(0, equals));
        }
        return commands.isEmpty()
                ? "'" + argument + "' is too much: everything is an option here, such as --ruleset FILE"
                : "'" + argument + "' is not a command; valid: " + String.join(", ", commands);
    }

    private static String firstLine(@Nullable String message) {
        return message == null || message.isEmpty()
                ? "the command line is not valid"
                : message.lines().toList().get(0);
    }
}
