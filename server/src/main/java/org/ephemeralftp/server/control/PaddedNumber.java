package org.ephemeralftp.server.control;

/** A number in a column, at its right edge. */
final class PaddedNumber {
    private PaddedNumber() {}

    /** Appends a number that is not negative, with as many fillers in front of it as the width asks for. */
    static void append(long number, int width, char filler, StringBuilder line) {
        int start = line.length();
        line.append(number);
        for (int i = line.length() - start; i < width; i++) {
            line.insert(start, filler);
        }
    }
}
