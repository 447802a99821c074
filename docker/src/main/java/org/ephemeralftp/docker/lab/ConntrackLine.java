package org.ephemeralftp.docker.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of {@code conntrack -L} or {@code conntrack -L expect}, of TCP.
 *
 * @param tuple what tells the connection from others
 * @param ports all that are named in it, of both directions
 * @param expected whether it is no connection yet, but one that a helper expects
 */
record ConntrackLine(String text, String tuple, List<Integer> ports, boolean expected) {
    private static final Pattern PORT = Pattern.compile("\\b[sd]port=(\\d+)");
    private static final Pattern END = Pattern.compile("\\b(?:src|dst|sport|dport|master-src|master-dst)=\\S+");

    static List<ConntrackLine> parse(String listing) {
        List<ConntrackLine> lines = new ArrayList<>();
        listing.lines().map(String::strip).forEach(line -> {
            boolean expected = line.contains("master-src=");
            if (line.startsWith("tcp ") || (expected && line.contains("proto=6 "))) {
                lines.add(of(line, expected));
            }
        });
        return lines;
    }

    private static ConntrackLine of(String line, boolean expected) {
        List<Integer> ports = new ArrayList<>();
        Matcher port = PORT.matcher(line);
        while (port.find()) {
            ports.add(Integer.valueOf(port.group(1)));
        }
        StringBuilder tuple = new StringBuilder();
        Matcher end = END.matcher(line);
        while (end.find()) {
            tuple.append(end.group()).append(' ');
        }
        return new ConntrackLine(line, tuple.toString(), List.copyOf(ports), expected);
    }
}
