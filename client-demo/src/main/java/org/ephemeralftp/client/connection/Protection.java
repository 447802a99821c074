package org.ephemeralftp.client.connection;

/** Whether both connections are in clear or under TLS. */
public enum Protection {
    /** Everybody on the way can read both connections; a firewall's helper needs that. */
    PLAIN,
    /** TLS on both connections, asked for by AUTH and PROT P (RFC 4217) or there from the first byte. */
    TLS
}
