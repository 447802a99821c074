package org.ephemeralftp.server.lease;

/** Why there is no lease or no connection. The message is a sentence that may be sent to the client. */
public abstract sealed class LeaseException extends Exception permits NoPortFreeException, LeaseEndedException {
    private static final long serialVersionUID = 1;

    LeaseException(String message) {
        super(message);
    }
}
