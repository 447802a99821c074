package org.ephemeralftp.docker.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import org.ephemeralftp.client.settings.Sources;

/** The entry point of the runnable lab jar. */
@Command(
        name = "ephemeral-ftp-lab",
        description = "Tests firewall rules with real FTP clients and servers, in a network of its own.",
        subcommands = {RunCommand.class, DemoCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Callable<Integer> {
    /** How the variables begin that are options. */
    static final String VARIABLES = "EPHEMERAL_FTP_LAB_";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs.
    private CommandSpec spec;

    public static void main(String[] args) {
        beQuiet();
        System.exit(commandLine(System.getenv()).execute(args));
    }

    /** The demonstration runs a server within this program, whose log would stand between the client's lines. */
    private static void beQuiet() {
        ILoggerFactory loggers = LoggerFactory.getILoggerFactory();
        if (loggers instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        }
    }

    /** The whole command line, which tests give other writers and another environment. */
    static CommandLine commandLine(Map<String, String> environment) {
        LabErrors errors = new LabErrors();
        return new CommandLine(new Main())
                .setUsageHelpAutoWidth(true)
                .setExpandAtFiles(false)
                // Those of the server look like ours.
                .setAllowOptionsAsOptionParameters(true)
                .setExecutionStrategy(new Sources(environment, "lab", VARIABLES, RuleFile::inFile))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
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
            return new String[] {"ephemeral-ftp-lab " + (version == null ? "(not packaged)" : version)};
        }
    }
}
