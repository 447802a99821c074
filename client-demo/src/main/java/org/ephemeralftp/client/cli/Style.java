package org.ephemeralftp.client.cli;

/** A way to set off text on a terminal, which is nothing where there are no colors. */
enum Style {
    HEADING("1"),
    GOOD("32"),
    BAD("1;31"),
    QUIET("2"),
    DATA("36");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String paint(String text, boolean colors) {
        return colors && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
