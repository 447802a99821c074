package org.ephemeralftp.server.control;

/** A number in a column, at its right edge. */
final class PaddedNumber {
    private PaddedNumber() {}

    /** Appends a number that is not negative, with as many fillers in front of it as the width asks for. */
    static void append(long number, int width, char filler, StringBuilder line) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        for (int i = digits; i < width; i++) {
            line.append(filler);
        }
        line.append(number);
    }
}
