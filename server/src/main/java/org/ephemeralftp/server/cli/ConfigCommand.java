package org.ephemeralftp.server.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code config}: prints the options that are in force. */
@Command(
        name = "config",
        description = {
            "Prints what 'serve' would run with, and where each value comes from: the command line, a variable, a line "
                    + "of the file, or the default.",
            "What it prints is itself a file for --config; passwords are left out of it."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        exitCodeListHeading = "%nExit status%n",
        exitCodeList = {"0:printed", "2:an option, a variable or the file is wrong, as 'serve' would say"},
        versionProvider = JarVersion.class,
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer>, Configurable {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ServerOptions options;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private Settings settings = new Settings();

    @Override
    public void inForce(Settings inForce) {
        settings = inForce;
    }

    @Override
    public Integer call() {
        options.configure();
        PrintWriter out = spec.commandLine().getOut();
        ConfigListing.lines(spec, settings).forEach(out::println);
        out.flush();
        return 0;
    }
}
