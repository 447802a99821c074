package org.ephemeralftp.client.tour;

import java.time.Duration;

/**
 * Something that happened at a moment of a cell's timeline.
 *
 * @param at the time since the timeline began
 * @param step what the tour was doing
 * @param kind what sort of thing happened
 * @param text what happened; may hold text of the server, so escape it before it reaches a terminal
 */
public record TourEvent(Duration at, Step step, Kind kind, String text) {

    /** The sort of a timeline's event. */
    public enum Kind {
        /** A command the client sent; a password in it is masked. */
        COMMAND,
        /** A line of a reply; the password in it is masked. */
        REPLY,
        /** The control connection was established. */
        CONTROL_CONNECTED,
        /** A connection got TLS; the text tells the protocol and the cipher suite. */
        TLS,
        /** One end listens for a data connection. */
        LISTENING,
        /** A data connection was established. */
        DATA_CONNECTED,
        /** A remark that explains what was seen. */
        NOTE,
        /** The reason why the cell failed. */
        PROBLEM
    }
}
