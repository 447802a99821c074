package org.ephemeralftp.server.tls;

/**
 * Whether a data connection resumes a TLS session of its control connection. Who does has shown that both are the same
 * client, which the address alone cannot show.
 */
public enum SessionReuse {
    /** It cannot: every data connection makes a handshake of its own. */
    OFF,
    /** It may. */
    PREFER,
    /** It must. */
    REQUIRE
}
