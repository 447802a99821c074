package org.ephemeralftp.server.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import org.ephemeralftp.server.ServerConfigBuilder;

/** How the server is run. */
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
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

    @Option(
            names = "--drain-timeout",
            paramLabel = "TIME",
            defaultValue = "8s",
            converter = Converters.Time.class,
            description = "How long running transfers may take to finish after SIGTERM; a second SIGTERM, or SIGINT, "
                    + "stops at once (default: ${DEFAULT-VALUE}).")
    private Duration drainTimeout;

    @Option(
            names = "--log-level",
            paramLabel = "error|warn|info|debug",
            defaultValue = "info",
            converter = Converters.LogLevel.class,
            completionCandidates = Converters.LogLevel.class,
            description = "How much to log on standard error: at info a line for each session, login and transfer, at "
                    + "debug commands, replies and leases, too (default: ${DEFAULT-VALUE}).")
    private Logging.Threshold logLevel;

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            defaultValue = "text",
            converter = Converters.LogFormat.class,
            completionCandidates = Converters.LogFormat.class,
            description =
                    "Whether the log is for people or for programs: json is one object a line (default: ${DEFAULT-VALUE}).")
    private Logging.Format logFormat;

    Duration drainTimeout() {
        return drainTimeout;
    }

    Logging.Threshold logLevel() {
        return logLevel;
    }

    Logging.Format logFormat() {
        return logFormat;
    }

    @Override
    public void applyTo(ServerConfigBuilder builder) {
        // The file's lines are options by now, and the others are not of the server's own.
    }
}
