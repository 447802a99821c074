package org.ephemeralftp.server.ports;

/**
 * Thrown for text that names no valid set of ports; the message is one line that quotes the text and says what is valid
 * and what to do.
 */
public final class InvalidPortSetException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private static final int LONGEST_QUOTE = 80;

    InvalidPortSetException(String text, String explanation) {
        super("'" + printable(text) + "' " + explanation);
    }

    /** The text as one bounded line: it may come from a file or an environment variable and hold anything. */
    private static String printable(String text) {
        var line = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (line.length() >= LONGEST_QUOTE) {
                return line.append("...").toString();
            }
            if (c < ' ' || c > '~') {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        return line.toString();
    }
}
