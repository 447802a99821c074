package org.ephemeralftp.server.advertise;

import java.util.Arrays;
import java.util.regex.Pattern;

/** How the parts of a rule are written. */
final class Forms {
    private static final String LABEL = "[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?";
    private static final int LONGEST_QUOTE = 120;

    /** What the system's resolver would take for an address of some form, and what has a colon or brackets. */
    static final Pattern ADDRESS = Pattern.compile("(.*\\.)?(\\d+|0[xX][0-9a-fA-F]*)\\.?|.*[:\\[\\]].*");

    /** A DNS name (RFC 1123, section 2.1), and underscores, which container networks have. */
    static final Pattern NAME = Pattern.compile("(?=.{1,253}$)(" + LABEL + "\\.)*" + LABEL + "\\.?");

    private static final Pattern PAIR = Pattern.compile("\\d+=\\d+");

    private Forms() {}

    /** Where the port map at the end of a rule begins, which is the first slash that only pairs follow; -1 if nowhere. */
    static int slashBeforePorts(String rule) {
        int slash = rule.indexOf('/');
        while (slash >= 0 && !arePairs(rule.substring(slash + 1))) {
            slash = rule.indexOf('/', slash + 1);
        }
        return slash;
    }

    private static boolean arePairs(String text) {
        return Arrays.stream(text.split(",", -1))
                .allMatch(pair -> PAIR.matcher(pair).matches());
    }

    /** The text in quotes, as one bounded line: it may come from a file or an environment variable and hold anything. */
    static String quoted(String text) {
        String line = text.replaceAll("[^ -~]", "?");
        return "'" + (line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "..." : line) + "'";
    }
}
