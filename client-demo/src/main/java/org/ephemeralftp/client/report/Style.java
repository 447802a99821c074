package org.ephemeralftp.client.report;

import org.ephemeralftp.client.tour.Outcome;

/** A way to set off text on a terminal; without colors it changes nothing. */
public enum Style {
    PLAIN(""),
    HEADING("1"),
    GOOD("32"),
    BAD("31"),
    QUIET("2"),
    DATA("36");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    public static Style of(Outcome outcome) {
        return switch (outcome) {
            case OK -> GOOD;
            case FAILED -> BAD;
            case SKIPPED, NOT_APPLICABLE -> QUIET;
        };
    }

    public String paint(String text, boolean colors) {
        return colors && !code.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
