package org.ephemeralftp.client.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The entry point of the runnable client jar. */
@Command(
        name = "ephemeral-ftp-client",
        description = "Exercises and explains the control and data connections of any FTP server.",
        subcommands = {TourCommand.class, ProbeCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs.
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine(System.getenv()).execute(args));
    }

    /** The whole command line, which tests give other writers and another environment. */
    static CommandLine commandLine(Map<String, String> environment) {
        CommandLine.IFactory factory = new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                if (type == TourCommand.class) {
                    return type.cast(new TourCommand(environment));
                }
                return type == ProbeCommand.class
                        ? type.cast(new ProbeCommand(environment))
                        : CommandLine.defaultFactory().create(type);
            }
        };
        return new CommandLine(new Main(), factory)
                .setUsageHelpAutoWidth(true)
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
