package org.ephemeralftp.docker.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.ephemeralftp.client.probe.Cause;
import org.ephemeralftp.client.probe.CauseKind;
import org.ephemeralftp.client.probe.Diagnosis;

/** The cause that looks like ports that are closed now and then: a rule lets so much through, and no more. */
final class RateLimit {
    /** The words of nftables (limit, quota, ct count) and of iptables' matches (limit, hashlimit, connlimit, quota, recent). */
    private static final Pattern LIMIT =
            Pattern.compile("\\b(limit rate|quota|ct count)\\b|-m (limit|hashlimit|connlimit|recent)\\b");

    private RateLimit() {}

    /** The diagnosis with that cause before the others, if such a rule hindered the cell. */
    static Diagnosis diagnosis(Diagnosis diagnosis, List<CountedRule> hindering, List<CountedRule> counted) {
        return among(hindering, counted)
                .map(rule -> {
                    List<Cause> causes = new ArrayList<>(List.of(cause(rule)));
                    causes.addAll(diagnosis.causes());
                    return new Diagnosis(diagnosis.cell(), causes, false, diagnosis.nextRun());
                })
                .orElse(diagnosis);
    }

    /**
     * The rule with a limit that hindered, or one that let something through before another dropped the rest, in the same
     * chain.
     */
    static Optional<CountedRule> among(List<CountedRule> hindering, List<CountedRule> counted) {
        return hindering.stream()
                .filter(RateLimit::limits)
                .findFirst()
                .or(() -> counted.stream()
                        .filter(RateLimit::limits)
                        .filter(rule -> hindering.stream()
                                .anyMatch(each -> each.host() == rule.host()
                                        && each.chain().equals(rule.chain())))
                        .findFirst());
    }

    private static boolean limits(CountedRule rule) {
        return !rule.ofTheLab() && LIMIT.matcher(rule.text()).find();
    }

    private static Cause cause(CountedRule rule) {
        return new Cause(
                CauseKind.RATE_LIMITED,
                HinderingRules.words(rule),
                "Raise the limit, or accept FTP before it: every transfer and every listing opens a connection of its own.");
    }
}
