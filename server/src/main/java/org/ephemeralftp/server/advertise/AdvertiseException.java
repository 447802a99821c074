package org.ephemeralftp.server.advertise;

/** Thrown when a client cannot be told an address; the message is a sentence for the client. */
public final class AdvertiseException extends Exception {
    private static final long serialVersionUID = 1;

    AdvertiseException(String message) {
        super(message);
    }
}
