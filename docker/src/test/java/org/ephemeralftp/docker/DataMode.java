package org.ephemeralftp.docker;

/** The command that sets up a data connection. */
enum DataMode {
    PASV,
    EPSV,
    PORT,
    EPRT;

    /** Whether the server listens, at a passive port. */
    boolean passive() {
        return this == PASV || this == EPSV;
    }
}
