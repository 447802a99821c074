package org.ephemeralftp.server.lease;

/** No port was free for this client within the time it was willing to wait; nothing was leased. */
public final class NoPortFreeException extends LeaseException {
    private static final long serialVersionUID = 1;

    private final transient LeaseCounts counts;

    NoPortFreeException(String reason, LeaseCounts counts) {
        super(reason + "; " + counts);
        this.counts = counts;
    }

    /** The state of the bound address's ports when the request was given up. */
    public LeaseCounts counts() {
        return counts;
    }
}
