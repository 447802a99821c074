package org.ephemeralftp.server.cli;

import picocli.CommandLine.Option;

import org.ephemeralftp.server.ServerConfigBuilder;
import org.ephemeralftp.server.tls.TlsConfig;

/** Stub, until the options are there. */
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
final class TlsOptions implements OptionGroup {
    static final String HEADING = "%nTLS%n";

    @Option(names = "--tls", paramLabel = "MODE", defaultValue = "off", description = "off, optional or required.")
    private String mode;

    @Option(
            names = "--tls-session-reuse",
            paramLabel = "HOW",
            defaultValue = "prefer",
            description = "off, prefer or require.")
    private String reuse;

    @Override
    public void applyTo(ServerConfigBuilder builder) {
        builder.tls(new TlsConfig(
                TlsConfig.Mode.valueOf(mode.toUpperCase(java.util.Locale.ROOT)),
                TlsConfig.SessionReuse.valueOf(reuse.toUpperCase(java.util.Locale.ROOT))));
    }
}
