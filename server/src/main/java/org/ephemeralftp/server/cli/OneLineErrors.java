package org.ephemeralftp.server.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Errors as one line on standard error: wrong input ends with status 2, anything else that goes wrong with 1, and in
 * both cases the line says what to do.
 */
final class OneLineErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    static final int FAILED = 1;

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        print(command, e);
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        print(command, e);
        return FAILED;
    }

    private static void print(CommandLine command, Exception e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        command.getErr()
                .println(command.getCommandSpec().root().name() + ": "
                        + message.lines()
                                .map(String::strip)
                                .reduce((a, b) -> a + " " + b)
                                .orElse(""));
        command.getErr().flush();
    }
}
