package org.ephemeralftp.client.connection;

/** The check that what becomes a part of a command is one line: the rest of it would run as a command of its own. */
public final class OneLine {
    private OneLine() {}

    /**
     * Returns the value.
     *
     * @param name what it is, for the message
     * @throws IllegalArgumentException if it holds a line break or a NUL
     */
    public static String of(String name, String value) {
        if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IllegalArgumentException(name + " must not hold a line break or a NUL");
        }
        return value;
    }
}
