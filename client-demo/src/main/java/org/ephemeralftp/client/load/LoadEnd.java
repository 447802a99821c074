package org.ephemeralftp.client.load;

import java.util.Locale;

/** Why a load ended. */
public enum LoadEnd {
    /** All transfers were tried. */
    ALL_TRIED,
    /** The time was over before. */
    TIME_LIMIT,
    /** Every session gave up: they could not be set up, or broke again and again. */
    SESSIONS_GAVE_UP,
    /** Nothing was begun: the first session did not come to be, or what is to be downloaded could not be uploaded. */
    NOT_BEGUN,
    /** Its thread was interrupted. */
    INTERRUPTED;

    /** Whether it is the end that was asked for. */
    public boolean asPlanned() {
        return this == ALL_TRIED;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
