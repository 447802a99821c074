package org.ephemeralftp.server.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import org.ephemeralftp.server.ServerConfig;

/** How the server is run. */
final class OperationOptions implements OptionGroup {
    static final String HEADING = "%nOperation%n";

    /** {@link Sources} reads it before anything else; here it is only declared. */
    @Option(
            names = ConfigFile.OPTION,
            paramLabel = "FILE",
            description = "Read options from this file too: lines such as 'passive-ports = 50000-50009', and # "
                    + "begins a comment line.")
    @SuppressWarnings("UnusedVariable")
    private @Nullable Path config;

    @Override
    public void applyTo(ServerConfig.Builder builder) {
        // The file's lines are options by now.
    }
}
