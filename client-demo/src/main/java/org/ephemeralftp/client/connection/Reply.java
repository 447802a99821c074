package org.ephemeralftp.client.connection;

import java.util.List;

/**
 * A whole reply of the server (RFC 959, section 4.2).
 *
 * @param code its three digits
 * @param lines as they were sent, without line ends; may hold anything, so escape them before they reach a terminal
 */
public record Reply(int code, List<String> lines) {
    public Reply {
        lines = List.copyOf(lines);
    }

    /** The last line: that of the reply's end, with its code. */
    public String text() {
        return lines.get(lines.size() - 1);
    }

    /** 1yz: another reply follows. */
    public boolean preliminary() {
        return code / 100 == 1;
    }

    /** 2yz: done. */
    public boolean completion() {
        return code / 100 == 2;
    }

    /** 3yz: another command is wanted. */
    public boolean intermediate() {
        return code / 100 == 3;
    }

    @Override
    public String toString() {
        return text();
    }
}
