package org.ephemeralftp.server.cli;

import java.util.regex.Pattern;

/**
 * Text for a log that a person reads on a terminal: whatever is in it, it is part of one line and can neither end that
 * nor steer the terminal, and shows in the order in which it is written.
 */
final class LogText {
    /** What clients send is at most a line of a kilobyte, but replies can be listings. */
    private static final int MOST_CHARS = 2000;

    private static final Pattern PLAIN = Pattern.compile("[\\w./:\\[\\]%+-]+");

    private LogText() {}

    /** The text with escapes for what has no shape of its own: {@code \n}, {@code \x1b}, {@code \}{@code u202e}. */
    static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(visible, c));
        return visible.toString();
    }

    /** The value of a field: as it is if it is a plain word, otherwise in quotes that nothing in it can end. */
    static String value(Object value) {
        String text = String.valueOf(value);
        if (text.length() > MOST_CHARS) {
            text = text.substring(0, MOST_CHARS) + "...";
        }
        return PLAIN.matcher(text).matches()
                ? text
                : '"' + visible(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    private static void append(StringBuilder visible, int c) {
        switch (c) {
            case '\n' -> visible.append("\\n");
            case '\r' -> visible.append("\\r");
            case '\t' -> visible.append("\\t");
            default -> {
                if (!isShapeless(c)) {
                    visible.appendCodePoint(c);
                } else if (c < 0x100) {
                    visible.append(String.format("\\x%02x", c));
                } else {
                    visible.append(c < 0x10000 ? String.format("\\u%04x", c) : String.format("\\U%08x", c));
                }
            }
        }
    }

    private static boolean isShapeless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
