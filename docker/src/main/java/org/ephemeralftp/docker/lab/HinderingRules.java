package org.ephemeralftp.docker.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.ephemeralftp.client.probe.Cause;
import org.ephemeralftp.client.probe.Diagnosis;

/** The rules that can be why a cell fails, in the words of its diagnosis: a client alone would have to guess who it was. */
final class HinderingRules {
    private HinderingRules() {}

    /** The diagnosis with their names in its evidence, and in the run that comes next if it is not conclusive. */
    static Diagnosis named(Diagnosis diagnosis, List<CountedRule> hindering) {
        if (hindering.isEmpty()) {
            return diagnosis;
        }
        String all = hindering.stream().map(HinderingRules::words).collect(Collectors.joining("; "));
        List<Cause> causes = new ArrayList<>(diagnosis.causes());
        Cause first = causes.get(0);
        causes.set(0, new Cause(first.kind(), first.evidence() + "; meanwhile " + all, first.fix()));
        String next = diagnosis.conclusive() ? "" : "the same with a rule before this one that accepts it: " + all;
        return new Diagnosis(diagnosis.cell(), causes, diagnosis.conclusive(), next);
    }

    static String words(CountedRule rule) {
        return rule.host() + ", " + rule.chain() + ", \"" + rule.text() + "\" met " + rule.packets()
                + (rule.packets() == 1 ? " packet" : " packets");
    }
}
