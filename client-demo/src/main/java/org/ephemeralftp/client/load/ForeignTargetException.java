package org.ephemeralftp.client.load;

/** The refusal to load a server that is not on this machine, unless somebody said that it is theirs. */
public final class ForeignTargetException extends RuntimeException {
    ForeignTargetException(String message) {
        super(message);
    }
}
