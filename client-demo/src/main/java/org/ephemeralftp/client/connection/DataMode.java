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

    /**
     * What an active mode's command tells of the client's listening end: {@code h1,h2,h3,h4,p1,p2} after PORT (RFC 959,
     * section 4.1.2), {@code |1|address|port|} or {@code |2|address|port|} after EPRT (RFC 2428, section 2).
     *
     * @throws IllegalStateException in a passive mode, which tells nothing
     */
    public String argument(Endpoint bound) {
        if (passive()) {
            throw new IllegalStateException(this + " tells no address");
        }
        if (this == PORT) {
            return bound.host().replace('.', ',') + "," + (bound.port() >> 8) + "," + (bound.port() & 255);
        }
        // The zone of a link-local address means nothing to the other machine.
        String host = bound.host().replaceFirst("%.*", "");
        return "|" + (bound.family() == AddressFamily.IPV4 ? 1 : 2) + "|" + host + "|" + bound.port() + "|";
    }

    /** The command that does the same on both families. */
    public DataMode extended() {
        return passive() ? EPSV : EPRT;
    }
}
