package org.ephemeralftp.server.lease;

/** The life of a lease: chosen, then granted, then ended, once each and in this order. */
public enum LeaseState {
    /** The number is chosen and kept from others while its listener is being bound; nobody was told of it yet. */
    RESERVED,
    /** The listener is bound and the client may connect. */
    PENDING,
    /** The right to connect is over; {@link ReleaseCause} says why. */
    ENDED;

    /**
     * The next state, checked.
     *
     * @throws IllegalStateException if a lease in this state cannot become {@code next}
     */
    LeaseState to(LeaseState next) {
        boolean allowed = switch (this) {
            case RESERVED -> next != RESERVED;
            case PENDING -> next == ENDED;
            case ENDED -> false;
        };
        if (!allowed) {
            throw new IllegalStateException("A lease that is " + this + " cannot become " + next);
        }
        return next;
    }
}
