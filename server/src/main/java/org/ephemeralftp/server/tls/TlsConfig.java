package org.ephemeralftp.server.tls;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The immutable configuration of TLS, made with {@link #builder()}. The protocols are TLS 1.2 and 1.3.
 *
 * @param mode whether there is TLS; default {@link TlsMode#OFF}
 * @param implicitPort a second control port, on which TLS begins with the first byte; default null, none; 0 lets the
 *     system choose
 * @param certificate a PEM file: the server's certificate, and then those that lead from it to its issuer; default null:
 *     the server signs one itself when it starts
 * @param key a PEM file: the private key of the certificate, not encrypted; default null
 * @param sessionReuse whether data connections resume a TLS session of their control connection; default
 *     {@link SessionReuse#PREFER}
 * @param handshakeTimeout how long a handshake may take, 1 ms to a day; default 10 s
 */
public record TlsConfig(
        TlsMode mode,
        @Nullable Integer implicitPort,
        @Nullable Path certificate,
        @Nullable Path key,
        SessionReuse sessionReuse,
        Duration handshakeTimeout) {

    /** No TLS. */
    public static final TlsConfig OFF = builder().build();

    /** Refuses what contradicts itself. */
    public TlsConfig {
        if (implicitPort != null && (implicitPort < 0 || implicitPort > 65535)) {
            throw new IllegalArgumentException("--implicit-tls-port must be 0 to 65535, not " + implicitPort);
        }
        if (handshakeTimeout.compareTo(Duration.ofMillis(1)) < 0
                || handshakeTimeout.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "The TLS handshake timeout must be 1 ms to a day, not " + handshakeTimeout);
        }
        if (mode == TlsMode.OFF) {
            refuseWithoutTls("--implicit-tls-port", implicitPort != null);
            refuseWithoutTls("--tls-cert", certificate != null);
            refuseWithoutTls("--tls-key", key != null);
            refuseWithoutTls("--tls-session-reuse", sessionReuse != SessionReuse.PREFER);
        }
        if (certificate != null && key == null) {
            throw new IllegalArgumentException("--tls-cert needs its private key: name its file with --tls-key (one "
                    + "file may hold both), or leave out --tls-cert for a certificate made at start");
        }
        if (certificate == null && key != null) {
            throw new IllegalArgumentException("--tls-key needs its certificate: name its file with --tls-cert (one "
                    + "file may hold both), or leave out --tls-key for a certificate made at start");
        }
    }

    private static void refuseWithoutTls(String option, boolean given) {
        if (given) {
            throw new IllegalArgumentException(option
                    + " means nothing without TLS: add --tls optional or --tls required, or leave out " + option);
        }
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link TlsConfig}; see there for the meaning and default of each value. */
    public static final class Builder {
        private TlsMode mode = TlsMode.OFF;
        private @Nullable Integer implicitPort;
        private @Nullable Path certificate;
        private @Nullable Path key;
        private SessionReuse sessionReuse = SessionReuse.PREFER;
        private Duration handshakeTimeout = Duration.ofSeconds(10);

        private Builder() {}

        public Builder mode(TlsMode value) {
            mode = value;
            return this;
        }

        public Builder implicitPort(int value) {
            implicitPort = value;
            return this;
        }

        public Builder certificate(Path value) {
            certificate = value;
            return this;
        }

        public Builder key(Path value) {
            key = value;
            return this;
        }

        public Builder sessionReuse(SessionReuse value) {
            sessionReuse = value;
            return this;
        }

        public Builder handshakeTimeout(Duration value) {
            handshakeTimeout = value;
            return this;
        }

        /**
         * The configuration.
         *
         * @throws IllegalArgumentException if it contradicts itself
         */
        public TlsConfig build() {
            return new TlsConfig(mode, implicitPort, certificate, key, sessionReuse, handshakeTimeout);
        }
    }
}
