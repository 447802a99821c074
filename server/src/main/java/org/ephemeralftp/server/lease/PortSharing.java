package org.ephemeralftp.server.lease;

/** How many pending leases one data port may carry at once. */
public enum PortSharing {
    /**
     * One pending lease per port and client key: when no port is unused, clients with different keys share ports and
     * are told apart by their address.
     */
    CLIENT,
    /** One pending lease per port. Implied when the peer check is off, because nothing could tell sharers apart. */
    OFF
}
