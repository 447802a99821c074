package org.ephemeralftp.client.connection;

/** The command that sets up a data connection, and with it the end that listens. */
public enum DataMode {
    /** The server listens and answers with an IPv4 address and a port (RFC 959). */
    PASV,
    /** The server listens and answers with a port, on either family (RFC 2428). */
    EPSV,
    /** The client listens and tells an IPv4 address and a port (RFC 959). */
    PORT,
    /** The client listens and tells an address of either family and a port (RFC 2428). */
    EPRT;

    /** Whether the server is the end that listens. */
    public boolean passive() {
        return this == PASV || this == EPSV;
    }

    /** Whether the command can express addresses of this family. */
    public boolean carries(AddressFamily family) {
        return family == AddressFamily.IPV4 || this == EPSV || this == EPRT;
    }

    /** The command that does the same on both families. */
    public DataMode extended() {
        return passive() ? EPSV : EPRT;
    }
}
