package org.ephemeralftp.server.advertise;

import java.util.regex.Pattern;

/** How the parts of a rule are written. */
final class Forms {
    private static final String LABEL = "[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?";
    private static final int LONGEST_QUOTE = 120;

    /** What the system's resolver would take for an address of some form, and what has a colon or brackets. */
    static final Pattern ADDRESS = Pattern.compile("(.*\\.)?(\\d+|0[xX][0-9a-fA-F]*)\\.?|.*[:\\[\\]].*");

    /** A DNS name (RFC 1123, section 2.1), and underscores, which container networks have. */
    static final Pattern NAME = Pattern.compile("(?=.{1,253}$)(" + LABEL + "\\.)*" + LABEL + "\\.?");

    /** A port map at the end of a rule: its first slash is the first one that only pairs follow. */
    static final Pattern WITH_PORTS = Pattern.compile("(?<head>.*?)/(?<ports>\\d+=\\d+(,\\d+=\\d+)*)");

    private Forms() {}

    /** The text in quotes, as one bounded line: it may come from a file or an environment variable and hold anything. */
    static String quoted(String text) {
        String line = text.replaceAll("[^ -~]", "?");
        return "'" + (line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "..." : line) + "'";
    }
}
