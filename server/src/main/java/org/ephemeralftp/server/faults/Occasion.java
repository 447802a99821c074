package org.ephemeralftp.server.faults;

/** Where in a session faults happen. */
public enum Occasion {
    /** PASV is about to lease a port. */
    PASV,
    /** EPSV is about to lease a port. */
    EPSV,
    /** An active connection is about to be made. */
    CONNECT,
    /** A data connection is there, and the transfer is about to begin. */
    TRANSFER;

    boolean suits(Fault fault) {
        if (fault instanceof Fault.NoDataPort) {
            return isPassive();
        }
        if (fault instanceof Fault.WrongAddress wrong) {
            // 229 has no room for a host.
            return this == PASV || (this == EPSV && wrong.host() == null);
        }
        if (fault instanceof Fault.DataRefused) {
            return this != TRANSFER;
        }
        return this == TRANSFER;
    }

    private boolean isPassive() {
        return this == PASV || this == EPSV;
    }
}
