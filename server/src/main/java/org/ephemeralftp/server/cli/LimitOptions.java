package org.ephemeralftp.server.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

import org.ephemeralftp.server.ServerConfigBuilder;

/** How many sessions there may be, and how long one may do nothing. */
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
final class LimitOptions implements OptionGroup {
    static final String HEADING = "%nLimits%n";

    @Option(
            names = "--max-sessions",
            paramLabel = "N",
            defaultValue = "500",
            converter = Converters.Count.class,
            description = "Control connections at once (default: ${DEFAULT-VALUE}).")
    private int maxSessions;

    @Option(
            names = "--max-sessions-per-address",
            paramLabel = "N",
            defaultValue = "100",
            converter = Converters.Count.class,
            description = "Control connections at once from one address (default: ${DEFAULT-VALUE}).")
    private int maxSessionsPerAddress;

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            defaultValue = "5m",
            converter = Converters.SomeTime.class,
            description = "How long a session may send no command while none is being carried out "
                    + "(default: ${DEFAULT-VALUE}).")
    private Duration idleTimeout;

    @Override
    public void applyTo(ServerConfigBuilder builder) {
        builder.maxSessions(maxSessions).maxSessionsPerAddress(maxSessionsPerAddress);
        OptionGroup.set("--idle-timeout", idleTimeout, () -> builder.idleTimeout(idleTimeout));
    }
}
