package org.ephemeralftp.server.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import org.ephemeralftp.server.ServerConfigBuilder;
import org.ephemeralftp.server.tls.SessionReuse;
import org.ephemeralftp.server.tls.TlsConfig;
import org.ephemeralftp.server.tls.TlsMode;

/** Whether connections are protected, and by which certificate. */
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
final class TlsOptions implements OptionGroup {
    static final String HEADING = "%nTLS%n";

    @Option(
            names = "--tls",
            paramLabel = "off|optional|required",
            defaultValue = "off",
            converter = Converters.Tls.class,
            completionCandidates = Converters.Tls.class,
            description = "Whether clients may ask for TLS 1.2 or 1.3 (AUTH TLS), or must, for control and data "
                    + "connections alike (default: ${DEFAULT-VALUE}).")
    private TlsMode mode;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "The server's certificate in PEM, and then those that lead to its issuer; read again when "
                    + "it changes. Without it, a certificate is made for each run.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "The private key of the certificate in PEM (PKCS#8, PKCS#1 or SEC 1), without a password; "
                    + "read again when it changes.")
    private @Nullable Path key;

    @Option(
            names = "--implicit-tls-port",
            paramLabel = "PORT",
            converter = Converters.ControlPort.class,
            description = "A second control port, on which TLS begins with the first byte; 990 is the usual one.")
    private @Nullable Integer implicitPort;

    @Option(
            names = "--tls-session-reuse",
            paramLabel = "off|prefer|require",
            defaultValue = "prefer",
            converter = Converters.Reuse.class,
            completionCandidates = Converters.Reuse.class,
            description = "Whether a TLS data connection may resume a TLS session of its control connection, or must, "
                    + "which shows that both are the same client's (default: ${DEFAULT-VALUE}).")
    private SessionReuse sessionReuse;

    @Override
    public void applyTo(ServerConfigBuilder builder) {
        TlsConfig.Builder tls = TlsConfig.builder().mode(mode).sessionReuse(sessionReuse);
        if (certificate != null) {
            tls.certificate(certificate);
        }
        if (key != null) {
            tls.key(key);
        }
        if (implicitPort != null) {
            tls.implicitPort(implicitPort);
        }
        builder.tls(tls.build());
    }
}
