package org.ephemeralftp.server.control;

import java.util.function.IntPredicate;

/**
 * The name of a file as a line of a listing can carry it. Nearly every character may be part of a name, the end of a
 * line too: such a name must not look like two entries.
 */
final class EntryName {
    private EntryName() {}

    /** Appends a name for people to read: every control character is a question mark, for the sake of terminals. */
    static void appendPrintable(String name, StringBuilder line) {
        append(name, Character::isISOControl, line);
    }

    /** Appends a name for programs to use: as it is, except that what would end the line is a question mark. */
    static void appendInOneLine(String name, StringBuilder line) {
        append(name, EntryName::endsLine, line);
    }

    /** Whether a name cannot be told in one line as it is. */
    static boolean breaksLine(String name) {
        return name.chars().anyMatch(EntryName::endsLine);
    }

    private static boolean endsLine(int character) {
        return character == '\r' || character == '\n' || character == '\0';
    }

    private static void append(String name, IntPredicate replaced, StringBuilder line) {
        for (int i = 0; i < name.length(); i++) {
            char character = name.charAt(i);
            line.append(replaced.test(character) ? '?' : character);
        }
    }
}
