package org.ephemeralftp.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** The command without a subcommand: {@link Main} takes it for {@code serve}. */
@Command(
        name = "ephemeral-ftp-server",
        description = {
            "An FTP server whose data ports are leased from a managed range.",
            "Without a subcommand it serves: the options of 'serve' can follow directly; 'serve --help' lists them."
        },
        synopsisSubcommandLabel = "[serve] [OPTIONS] | COMMAND",
        addMethodSubcommands = false,
        versionProvider = JarVersion.class,
        mixinStandardHelpOptions = true)
final class ServerCommand {
    /** Each subcommand, in the order of the help; picocli reads annotations for long, so only those wanted are made. */
    static final Map<String, Supplier<Object>> SUBCOMMANDS = subcommands();

    private static Map<String, Supplier<Object>> subcommands() {
        Map<String, Supplier<Object>> subcommands = new LinkedHashMap<>();
        subcommands.put(ServeCommand.NAME, ServeCommand::new);
        subcommands.put("config", ConfigCommand::new);
        subcommands.put("firewall", FirewallCommand::new);
        subcommands.put("user", UserCommand::new);
        subcommands.put("ranges", RangesCommand::new);
        return subcommands;
    }
}
