package org.ephemeralftp.client.sweep;

import java.util.Locale;

import org.ephemeralftp.client.connection.ConnectionOutcome;

/** What came of one port; where tries differ, the one that stands first here tells more. */
public enum PortVerdict {
    /** A data connection reached the session that asked for it: its listing came, and the 226. */
    OPEN("open"),
    /** Something accepted, but not for this session: the server saw another address, or another machine answered. */
    WRONG_SOURCE("connected, but not to this session"),
    /** A firewall said that it is prohibited. */
    PROHIBITED("prohibited"),
    /** A router said that there is no way. */
    UNREACHABLE("unreachable"),
    /** A TCP reset or an ICMP "port unreachable" came back; who sent it cannot be seen. */
    REFUSED("refused"),
    /** Nothing came back within the limit. */
    TIMED_OUT("timed out (dropped on the way)"),
    /** Connected, but then the listing failed for a reason that says nothing of the port. */
    FAILED("the listing failed"),
    /** Timed out while others were refused, and no time was left to see whether only the answer was held back. */
    DISPUTED("disputed (perhaps refused)"),
    /** Asked for, but the server did not hand it out. */
    NOT_SEEN("not handed out by the server"),
    /** Known, but it did not come to a try. */
    NOT_TRIED("not tried");

    private final String words;

    PortVerdict(String words) {
        this.words = words;
    }

    static PortVerdict of(ConnectionOutcome outcome) {
        return switch (outcome) {
            case REFUSED -> REFUSED;
            case TIMED_OUT -> TIMED_OUT;
            case UNREACHABLE -> UNREACHABLE;
            case PROHIBITED -> PROHIBITED;
            default -> FAILED;
        };
    }

    /** Whether an answer came that kernels send only a few of in a second. */
    boolean rateLimited() {
        return this == REFUSED || this == UNREACHABLE || this == PROHIBITED;
    }

    /** Whether it is known that clients cannot use this port. */
    public boolean closed() {
        return this != OPEN && compareTo(TIMED_OUT) <= 0;
    }

    PortVerdict or(PortVerdict other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** What a person reads. */
    public String words() {
        return words;
    }

    /** In small letters with hyphens: {@code timed-out}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
