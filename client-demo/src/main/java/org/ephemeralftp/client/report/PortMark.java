package org.ephemeralftp.client.report;

import org.ephemeralftp.client.sweep.PortVerdict;

/**
 * How a verdict looks in a picture of ports: a character and its style on a terminal, a colour elsewhere. The colours are
 * those of Okabe and Ito, which most colour-blind people can tell apart.
 */
enum PortMark {
    OPEN('#', Style.GOOD, "#009e73"),
    WRONG_SOURCE('@', Style.BAD, "#0072b2"),
    PROHIBITED('p', Style.BAD, "#e69f00"),
    UNREACHABLE('u', Style.BAD, "#56b4e9"),
    REFUSED('x', Style.BAD, "#cc79a7"),
    TIMED_OUT('.', Style.BAD, "#d55e00"),
    FAILED('!', Style.DATA, "#8c6d31"),
    DISPUTED('?', Style.DATA, "#b8a800"),
    NOT_SEEN('-', Style.QUIET, "#9a9a9a"),
    NOT_TRIED('_', Style.QUIET, "#c4c4c4");

    /** Stands for ports of different verdicts. */
    static final char SEVERAL = '%';

    private final char character;
    private final Style style;
    private final String color;

    PortMark(char character, Style style, String color) {
        this.character = character;
        this.style = style;
        this.color = color;
    }

    static PortMark of(PortVerdict verdict) {
        return valueOf(verdict.name());
    }

    char character() {
        return character;
    }

    Style style() {
        return style;
    }

    String color() {
        return color;
    }
}
