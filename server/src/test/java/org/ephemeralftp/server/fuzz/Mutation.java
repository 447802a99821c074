package org.ephemeralftp.server.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** A way to spoil a line. */
enum Mutation {
    DROP,
    DOUBLE,
    FLIP,
    INSERT,
    SPLICE,
    NO_ARGUMENT,
    ODD_ARGUMENT,
    LONG_ARGUMENT,
    LOWER_CASE,
    OTHER_END;

    /** Controls, Telnet commands (RFC 854), octets that are not UTF-8, and such that are not the shortest form. */
    private static final List<String> INSERTS = List.of(
            "\0",
            "\r",
            "\n",
            "\t",
            "\b",
            "\u001b",
            "\u007f",
            "\u00ff",
            "\u00ff\u00ff",
            "\u00ff\u00f4",
            "\u00ff\u00f2",
            "\u00ff\u00f4\u00ff\u00f2",
            "\u00ff\u00fb\u0001",
            "\u00ff\u00fd",
            "\u00ff\u00fa\u0018\u00ff\u00f0",
            "\u00c3",
            "\u0080",
            "\u00c0\u00ae",
            "\u00e2\u0082",
            "\u00ed\u00a0\u0080",
            "\u00f4\u0090\u0080\u0080",
            "\u00fe",
            "\u00c2\u0085",
            "\u00e2\u0080\u00a8",
            " ",
            "%s",
            "\"");

    private static final List<String> ENDS =
            List.of("\n", "\r", "\r\r\n", "\r\0", "\n\r", "", "\r\n\r\n", " \r\n", "\0\r\n");

    /** Around the usual limits of lines and buffers. */
    private static final List<Integer> LENGTHS =
            List.of(100, 510, 512, 1022, 1024, 2046, 2048, 4096, 8190, 8192, 70_000);

    /** The line, which ends with CRLF, spoiled. */
    String of(String line, Grammar grammar, SplittableRandom random) {
        int at = random.nextInt(line.length());
        int space = line.indexOf(' ');
        String verb = space < 0 ? line.strip() : line.substring(0, space);
        return switch (this) {
            case DROP -> line.substring(0, at) + line.substring(at + 1);
            case DOUBLE -> line.substring(0, at) + line.charAt(at) + line.substring(at);
            case FLIP -> line.substring(0, at) + (char) random.nextInt(256) + line.substring(at + 1);
            case INSERT -> line.substring(0, at) + grammar.one(INSERTS) + line.substring(at);
            case SPLICE -> line.substring(0, at) + Octets.of(grammar.odd()) + line.substring(at);
            case NO_ARGUMENT -> verb + "\r\n";
            case ODD_ARGUMENT -> verb + " " + Octets.of(grammar.odd()) + "\r\n";
            case LONG_ARGUMENT -> verb + " " + "y".repeat(grammar.one(LENGTHS) + random.nextInt(5)) + "\r\n";
            case LOWER_CASE -> line.toLowerCase(java.util.Locale.ROOT);
            case OTHER_END -> line.stripTrailing() + grammar.one(ENDS);
        };
    }
}
