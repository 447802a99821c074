package org.ephemeralftp.server.cli;

import picocli.CommandLine.Command;

/** {@code user}: what edits and lists a file of accounts. */
@Command(
        name = "user",
        description = {
            "Edits a file of accounts, which 'serve --users FILE' reads, also while the server runs.",
            "Passwords are asked for, or read from standard input, or made up: never given as an argument."
        },
        subcommands = {UserAddCommand.class, UserListCommand.class, UserPasswdCommand.class, UserRemoveCommand.class},
        mixinStandardHelpOptions = true)
final class UserCommand {}
