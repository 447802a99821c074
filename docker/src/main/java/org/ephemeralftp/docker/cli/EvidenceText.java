package org.ephemeralftp.docker.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.ephemeralftp.docker.lab.CellEvidence;
import org.ephemeralftp.docker.lab.CellEvidence.ConntrackEntry;
import org.ephemeralftp.docker.lab.CellEvidence.RuleCount;

/** What the firewalls did during a cell, as lines. */
final class EvidenceText {
    private static final Pattern WAY = Pattern.compile("src=(\\S+) dst=(\\S+) sport=(\\d+) dport=(\\d+)");

    /** States, such as TIME_WAIT; UNREPLIED, EXPECTED; and the helper, if there is one. */
    private static final Pattern MARKS = Pattern.compile("\\b(?:(?!ASSURED)[A-Z][A-Z_0-9]+|helper=\\S+)");

    private EvidenceText() {}

    /** One for each rule that counted and each connection that was tracked; one that says so if there is none. */
    static List<String> lines(CellEvidence evidence) {
        List<String> lines = new ArrayList<>();
        evidence.rules().forEach(each -> lines.add(where(each) + count(each) + ": " + each.text()));
        evidence.conntrack().forEach(each -> lines.add(each.host() + " tracked: " + words(each)));
        return lines.isEmpty() ? List.of("no rule counted a packet, and no connection was tracked") : lines;
    }

    /** The host and the chain. */
    static String where(RuleCount rule) {
        return rule.host() + ", " + rule.chain() + ", ";
    }

    static String count(RuleCount rule) {
        return String.format(Locale.ROOT, "%,d packet%s", rule.packets(), rule.packets() == 1 ? "" : "s");
    }

    /** From where to where, in what state, and as what it comes back if addresses or ports are translated. */
    static String words(ConntrackEntry entry) {
        Matcher ways = WAY.matcher(entry.text());
        if (!ways.find()) {
            return entry.text().strip().replaceAll("\\s+", " ");
        }
        Way there = Way.of(ways);
        Optional<Way> back = ways.find() ? Optional.of(Way.of(ways)) : Optional.empty();
        String marks = MARKS.matcher(entry.text())
                .results()
                .map(found -> " " + found.group())
                .collect(Collectors.joining());
        String translated = back.filter(way -> !way.turned().equals(there))
                .map(way -> "; answers go " + way)
                .orElse("");
        return there + marks + translated;
    }

    /** One direction of a connection. */
    private record Way(String from, String fromPort, String to, String toPort) {
        static Way of(Matcher found) {
            return new Way(found.group(1), found.group(3), found.group(2), found.group(4));
        }

        Way turned() {
            return new Way(to, toPort, from, fromPort);
        }

        @Override
        public String toString() {
            return end(from, fromPort) + " -> " + end(to, toPort);
        }

        private static String end(String address, String port) {
            return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
        }
    }
}
