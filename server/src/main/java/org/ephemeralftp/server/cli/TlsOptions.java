package org.ephemeralftp.server.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

import org.ephemeralftp.server.ServerConfigBuilder;
import org.ephemeralftp.server.tls.SessionReuse;
import org.ephemeralftp.server.tls.TlsConfig;
import org.ephemeralftp.server.tls.TlsMode;

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
        builder.tls(TlsConfig.builder()
                .mode(TlsMode.valueOf(mode.toUpperCase(Locale.ROOT)))
                .sessionReuse(SessionReuse.valueOf(reuse.toUpperCase(Locale.ROOT)))
                .build());
    }
}
