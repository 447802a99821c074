package org.ephemeralftp.server.tls;

/** Whether connections have TLS. */
public enum TlsMode {
    OFF,
    OPTIONAL,
    REQUIRED
}
