package org.ephemeralftp.client.report;

/** Text from elsewhere, made safe for a terminal. */
public final class Escaped {
    private static final int LONGEST = 400;

    private Escaped() {}

    /** The text with what would steer a terminal written out, and what nobody would read cut off. */
    public static String text(String text) {
        String safe = whole(text);
        return safe.length() <= LONGEST ? safe : safe.substring(0, LONGEST) + "...";
    }

    /** As {@link #text}, however long it is. */
    public static String whole(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> append(safe, c));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int c) {
        if (steers(c)) {
            safe.append(String.format("\\u%04x", c));
        } else {
            safe.appendCodePoint(c);
        }
    }

    /** Whether a terminal does not simply show it. */
    static boolean steers(int c) {
        return switch (Character.getType(c)) {
            // FORMAT holds the characters that turn the writing direction around.
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
