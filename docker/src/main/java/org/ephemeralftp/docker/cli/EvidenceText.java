package org.ephemeralftp.docker.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.ephemeralftp.docker.lab.CellEvidence;
import org.ephemeralftp.docker.lab.CellEvidence.ConntrackEntry;
import org.ephemeralftp.docker.lab.CellEvidence.RuleCount;

/** What the firewalls did during a cell, as lines. */
final class EvidenceText {
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

    /** The entry without the columns that conntrack fills up with blanks. */
    static String words(ConntrackEntry entry) {
        return entry.text().strip().replaceAll("\\s+", " ");
    }
}
