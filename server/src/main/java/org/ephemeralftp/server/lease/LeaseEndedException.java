package org.ephemeralftp.server.lease;

import org.jspecify.annotations.Nullable;

/** The session holds no lease, or lost it while it waited for its client. */
public final class LeaseEndedException extends LeaseException {
    private static final long serialVersionUID = 1;

    private final @Nullable ReleaseCause cause;

    LeaseEndedException(@Nullable ReleaseCause cause) {
        super(message(cause));
        this.cause = cause;
    }

    private static String message(@Nullable ReleaseCause cause) {
        if (cause == null) {
            return "There is no lease on a data port";
        }
        return "The lease on the data port ended: "
                + (cause == ReleaseCause.CONNECTED
                        ? "the connection was closed before it was used"
                        : cause.description());
    }

    /** Why the last lease ended; null if there never was one. */
    public @Nullable ReleaseCause releaseCause() {
        return cause;
    }
}
