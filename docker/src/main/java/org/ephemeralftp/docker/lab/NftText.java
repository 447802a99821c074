package org.ephemeralftp.docker.lab;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reader of {@code nft --handle list ruleset}, for the words of each rule. */
final class NftText {
    private static final Pattern TABLE = Pattern.compile("table (\\S+) (\\S+) \\{.*");
    private static final Pattern HANDLE = Pattern.compile("(.*?)\\s*# handle (\\d+)");

    /** What is in quotes stays as it is. */
    private static final Pattern COUNTER = Pattern.compile("(\"[^\"]*\")|\\s*\\bcounter packets \\d+ bytes \\d+");

    private final Map<String, String> rules = new HashMap<>();
    private final StringBuilder begun = new StringBuilder();
    private String table = "";
    private boolean inChain;

    private NftText() {}

    /** The rules without their counters, by {@link NftRule#id}. */
    static Map<String, String> rules(String listing) {
        NftText text = new NftText();
        listing.lines().forEach(text::read);
        return text.rules;
    }

    private void read(String line) {
        Matcher tableLine = TABLE.matcher(line);
        if (tableLine.matches()) {
            table = tableLine.group(1) + " " + tableLine.group(2);
        } else if (line.startsWith("\tchain ")) {
            inChain = true;
        } else if (line.equals("\t}")) {
            inChain = false;
        } else if (inChain) {
            readInChain(line.strip());
        }
    }

    private void readInChain(String line) {
        Matcher handle = HANDLE.matcher(line);
        if (handle.matches()) {
            rules.put(table + " " + handle.group(2), withoutCounter(begun + handle.group(1)));
            begun.setLength(0);
        } else if (begun.length() > 0 || line.endsWith("{")) {
            // Of a chain without a name, which is written where it is jumped to.
            begun.append(line).append(' ');
        }
    }

    static String withoutCounter(String rule) {
        return COUNTER.matcher(rule).replaceAll("$1").strip();
    }
}
