package org.ephemeralftp.server.tls;

/** Whether there is TLS (RFC 4217). */
public enum TlsMode {
    /** There is none. */
    OFF,
    /** Clients may ask for it. */
    OPTIONAL,
    /** Nobody logs in without it, and data connections are protected, too. */
    REQUIRED
}
