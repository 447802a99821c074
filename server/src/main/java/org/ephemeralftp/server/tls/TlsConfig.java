package org.ephemeralftp.server.tls;

/**
 * Stub, until the package is there: the configuration of TLS.
 *
 * @param mode whether connections have TLS
 * @param sessionReuse whether data connections resume the TLS session of their control connection
 */
public record TlsConfig(Mode mode, SessionReuse sessionReuse) {
    /** Whether connections have TLS. */
    public enum Mode {
        OFF,
        OPTIONAL,
        REQUIRED
    }

    /** Whether data connections resume the TLS session of their control connection. */
    public enum SessionReuse {
        OFF,
        PREFER,
        REQUIRE
    }
}
