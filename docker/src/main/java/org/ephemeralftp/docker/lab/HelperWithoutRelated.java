package org.ephemeralftp.docker.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.probe.Cause;
import org.ephemeralftp.client.probe.CauseKind;
import org.ephemeralftp.client.probe.CellResult;
import org.ephemeralftp.client.probe.Diagnosis;
import org.ephemeralftp.client.probe.Phase;
import org.ephemeralftp.docker.lab.CountedRule.Effect;

/**
 * The cause that no client can see: the helper of a firewall knows which data connection belongs to the session, and the
 * rules do not ask, as none accepts what is {@code related}.
 */
final class HelperWithoutRelated {
    private static final String HELPER = "helper=ftp";
    private static final Pattern RELATED = Pattern.compile("\\brelated\\b", Pattern.CASE_INSENSITIVE);

    private HelperWithoutRelated() {}

    /** The diagnosis of a cell with that cause before the others, if the firewall of a host shows it. */
    static Diagnosis diagnosis(Diagnosis ofTheClient, CellResult cell, Snapshots.Seen seen) {
        return cause(cell, seen)
                .map(cause -> {
                    List<Cause> causes = new ArrayList<>(List.of(cause));
                    causes.addAll(ofTheClient.causes());
                    return new Diagnosis(
                            cell.cell(), causes, false, "the same with a rule that accepts what is related");
                })
                .orElse(ofTheClient);
    }

    private static Optional<Cause> cause(CellResult cell, Snapshots.Seen seen) {
        // Under TLS a helper is there, too, but reads nothing.
        if (cell.cell().protection() != Protection.PLAIN || cell.verdict().phase() != Phase.DATA_CONNECT) {
            return Optional.empty();
        }
        return seen.rules().stream()
                .filter(rule -> rule.effect() == Effect.HINDERS && !rule.ofTheLab())
                .filter(rule -> hasHelper(rule.host(), seen) && !acceptsRelated(rule.host(), seen))
                .findFirst()
                .map(HelperWithoutRelated::cause);
    }

    private static boolean hasHelper(LabHost host, Snapshots.Seen seen) {
        return seen.conntrack().stream()
                .anyMatch(entry -> entry.host() == host && entry.text().contains(HELPER));
    }

    /** A rule that met something and speaks of it may be the one. */
    private static boolean acceptsRelated(LabHost host, Snapshots.Seen seen) {
        return seen.rules().stream()
                .anyMatch(rule ->
                        rule.host() == host && RELATED.matcher(rule.text()).find());
    }

    private static Cause cause(CountedRule rule) {
        return new Cause(
                CauseKind.RELATED_NOT_ACCEPTED,
                "on the " + rule.host() + " the FTP helper follows the control connection (" + HELPER
                        + "), no rule that "
                        + "speaks of related met a packet, and " + rule.chain() + " has \"" + rule.text()
                        + "\", which met "
                        + rule.packets(),
                "Accept on the " + rule.host()
                        + " what the helper knows, beside what is established: ct state related ct "
                        + "helper \"ftp\" tcp dport 1024-65535 accept (iptables: -m conntrack --ctstate RELATED -m helper "
                        + "--helper ftp -j ACCEPT).");
    }
}
