package org.ephemeralftp.server.tls;

/**
 * Stub, until the package is there: the configuration of TLS.
 *
 * @param mode whether connections have TLS
 * @param sessionReuse whether data connections resume the TLS session of their control connection
 */
public record TlsConfig(TlsMode mode, SessionReuse sessionReuse) {
    public static final TlsConfig OFF = builder().build();

    public static Builder builder() {
        return new Builder();
    }

    /** Builds one. */
    public static final class Builder {
        private TlsMode mode = TlsMode.OFF;
        private SessionReuse sessionReuse = SessionReuse.PREFER;

        private Builder() {}

        public Builder mode(TlsMode value) {
            mode = value;
            return this;
        }

        public Builder sessionReuse(SessionReuse value) {
            sessionReuse = value;
            return this;
        }

        public TlsConfig build() {
            return new TlsConfig(mode, sessionReuse);
        }
    }
}
