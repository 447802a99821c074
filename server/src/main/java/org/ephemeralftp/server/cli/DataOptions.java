package org.ephemeralftp.server.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

import org.ephemeralftp.server.ServerConfigBuilder;
import org.ephemeralftp.server.lease.PeerCheck;

/** Who may be at the other end of a data connection, and how long it may take. */
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
final class DataOptions implements OptionGroup {
    static final String HEADING = "%nData connections%n";

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Converters.SomeTime.class,
            description = "How long an active data connection may take to be made, waiting for a port to come from "
                    + "included; and then the TLS handshake of any (default: ${DEFAULT-VALUE}).")
    private Duration connectTimeout;

    @Option(
            names = "--peer-check",
            paramLabel = "on|off|CIDR,...",
            defaultValue = "on",
            converter = Converters.Check.class,
            description = "Whether data connections must come from the control connection's address; or networks "
                    + "whose addresses count as one peer, for clients behind several addresses "
                    + "(default: ${DEFAULT-VALUE}).")
    private PeerCheck peerCheck;

    @Option(
            names = "--data-timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Converters.SomeTime.class,
            description = "How long a transfer may stand still, whoever stalls it (default: ${DEFAULT-VALUE}).")
    private Duration dataTimeout;

    @Override
    public void applyTo(ServerConfigBuilder builder) {
        builder.connectTimeout(connectTimeout).peerCheck(peerCheck).dataTimeout(dataTimeout);
    }
}
