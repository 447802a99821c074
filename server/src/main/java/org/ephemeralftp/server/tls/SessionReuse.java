package org.ephemeralftp.server.tls;

/** Whether a data connection resumes a TLS session of its control connection. */
public enum SessionReuse {
    OFF,
    PREFER,
    REQUIRE
}
