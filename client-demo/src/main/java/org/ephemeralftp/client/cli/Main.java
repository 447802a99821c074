package org.ephemeralftp.client.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import org.ephemeralftp.client.settings.Sources;

/** The entry point of the runnable client jar. */
@Command(
        name = "ephemeral-ftp-client",
        description = "Exercises and explains the control and data connections of any FTP server.",
        subcommands = {TourCommand.class, ProbeCommand.class, SweepCommand.class, LoadCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs.
    private CommandSpec spec;

    public static void main(String[] args) {
        resumeByNumber();
        System.exit(commandLine(System.getenv()).execute(args));
    }

    /**
     * vsftpd says that it will give a ticket of TLS 1.2, gives an empty one, and insists on a resumed session: without
     * tickets it is resumed by its number. JSSE reads this once, before its first connection.
     */
    private static void resumeByNumber() {
        String tickets = "jdk.tls.client.enableSessionTicketExtension";
        if (System.getProperty(tickets) == null) {
            System.setProperty(tickets, "false");
        }
    }

    /** The whole command line, which tests give other writers and another environment. */
    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new Main())
                .setUsageHelpAutoWidth(true)
                // A password may begin with an @; files of options are there without that.
                .setExpandAtFiles(false)
                .setExecutionStrategy(new Sources(environment, "client", ConnectOptions.VARIABLES))
                .setParameterExceptionHandler(new UsageError());
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }

    /** The jar's version, from its manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"ephemeral-ftp-client " + (version == null ? "(not packaged)" : version)};
        }
    }
}
