package org.ephemeralftp.server.lease;

/** Why a lease ended. Every lease ends exactly once, with exactly one of these. */
public enum ReleaseCause {
    /** The client's connection arrived. */
    CONNECTED("its connection arrived"),
    /** The client did not connect within the lease timeout. */
    TIMED_OUT("the client did not connect in time"),
    /** The session asked for another data connection (PASV, EPSV, PORT, EPRT). */
    REPLACED("the session asked for another data connection"),
    /** The session gave it up (ABOR, REIN). */
    ABORTED("the session gave it up"),
    /** The control connection ended. */
    SESSION_CLOSED("the control connection ended"),
    /** The server stopped. */
    SERVER_STOPPED("the server stopped");

    private final String description;

    ReleaseCause(String description) {
        this.description = description;
    }

    /** The cause as the end of a sentence, for a log or a reply. */
    public String description() {
        return description;
    }

    /**
     * Whether a connection of the ended lease may still be on its way. Such a (port, client) pair rests before it is
     * granted again, so that the latecomer does not reach the wrong session.
     */
    boolean mayStillArrive() {
        return this != CONNECTED;
    }
}
