package org.ephemeralftp.client.tour;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A failure that already says in plain words what went wrong and what to do. */
final class TourFailure extends IOException {

    /** What the failure means for the rest of the tour. */
    enum Kind {
        /** This cell is over. */
        CELL,
        /** No TCP connection: this address is not served. */
        NOT_ACCEPTED,
        /** The account was refused: no other try with it makes sense. */
        LOGIN_REFUSED
    }

    private final Kind kind;

    TourFailure(String message) {
        this(Kind.CELL, message, null);
    }

    TourFailure(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
