package org.ephemeralftp.server.lease;

/** What one data port of one bound address is doing, as far as the next grant is concerned. */
public enum PortState {
    /** Nobody holds a lease here and nobody is expected: the first choice for a grant. */
    UNUSED,
    /** At least one lease is reserved or pending here. */
    LEASED,
    /** No lease is pending, but a late connection of an ended one may still arrive. */
    RESTING,
    /** Another process (or an outgoing connection of this machine) holds the number; it is tried again later. */
    BLOCKED,
    /** The listener was closed and the kernel has not let go of the number yet. */
    CLOSING,
    /** Taken out of the set for good: the server itself listens there. */
    WITHDRAWN
}
