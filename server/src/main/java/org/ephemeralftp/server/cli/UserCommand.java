package org.ephemeralftp.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code user}: what edits and lists a file of accounts. */
@Command(
        name = "user",
        description = {
            "Edits a file of accounts, which 'serve --users FILE' reads, also while the server runs.",
            "Passwords are asked for, or read from standard input, or made up: never given as an argument."
        },
        subcommands = {UserAddCommand.class, UserListCommand.class, UserPasswdCommand.class, UserRemoveCommand.class},
        mixinStandardHelpOptions = true)
final class UserCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "user: name what to do: " + String.join(", ", spec.subcommands().keySet()));
    }
}
