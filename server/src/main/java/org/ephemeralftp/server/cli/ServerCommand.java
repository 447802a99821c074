package org.ephemeralftp.server.cli;

import picocli.CommandLine.Command;

/** The command without a subcommand: {@link Main} takes it for {@code serve}. */
@Command(
        name = "ephemeral-ftp-server",
        description = {
            "An FTP server whose data ports are leased from a managed range.",
            "Without a subcommand it serves: the options of 'serve' can follow directly; 'serve --help' lists them."
        },
        synopsisSubcommandLabel = "[serve] [OPTIONS] | COMMAND",
        subcommands = {
            ServeCommand.class,
            ConfigCommand.class,
            FirewallCommand.class,
            UserCommand.class,
            RangesCommand.class
        },
        versionProvider = JarVersion.class,
        mixinStandardHelpOptions = true)
final class ServerCommand {}
