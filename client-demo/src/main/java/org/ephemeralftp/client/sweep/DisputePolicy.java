package org.ephemeralftp.client.sweep;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * The choice of the timed-out ports that are tried again when others were refused.
 *
 * <p>Rules are written for ranges, so that a port beside a refused one is the likeliest to have been refused, too: these
 * come first, and the refused range grows up to its edge. Then come random ones, and once some in a row timed out again,
 * the rest is believed.
 */
final class DisputePolicy {
    /** So many time-outs in a row are no chance. */
    static final int ENOUGH = 6;

    private final NavigableSet<Integer> all;
    private final NavigableSet<Integer> answered;
    private final Set<Integer> left;
    private int besideInARow;
    private int anyInARow;

    /**
     * @param answered ports for which something came back that may be held back for others
     * @param disputed ports for which nothing came
     * @param others all other ports that were tried
     */
    DisputePolicy(
            Collection<Integer> answered,
            Collection<Integer> disputed,
            Collection<Integer> others,
            RandomGenerator random) {
        this.answered = new TreeSet<>(answered);
        List<Integer> shuffled = new ArrayList<>(disputed);
        Collections.shuffle(shuffled, new Random(random.nextLong()));
        this.left = new LinkedHashSet<>(shuffled);
        this.all = new TreeSet<>(others);
        all.addAll(answered);
        all.addAll(disputed);
    }

    /** The ports one of which is to be tried next, the best first; none if it is settled. */
    Set<Integer> wanted() {
        if (anyInARow >= ENOUGH) {
            return Set.of();
        }
        Set<Integer> beside = beside();
        return beside.isEmpty() ? Collections.unmodifiableSet(left) : beside;
    }

    private Set<Integer> beside() {
        if (besideInARow >= ENOUGH) {
            return Set.of();
        }
        Set<Integer> found = new LinkedHashSet<>();
        for (Integer port : left) {
            Integer lower = all.lower(port);
            Integer higher = all.higher(port);
            if ((lower != null && answered.contains(lower)) || (higher != null && answered.contains(higher))) {
                found.add(port);
            }
        }
        return found;
    }

    /** Takes note of what another try gave. */
    void tried(int port, PortVerdict verdict) {
        boolean wasBeside = beside().contains(port);
        left.remove(port);
        if (verdict.rateLimited()) {
            answered.add(port);
        }
        if (verdict != PortVerdict.TIMED_OUT) {
            besideInARow = 0;
            anyInARow = 0;
        } else if (wasBeside) {
            besideInARow++;
        } else {
            anyInARow++;
        }
    }

    /** Those of which nothing more is known than before. */
    Set<Integer> left() {
        return Collections.unmodifiableSet(left);
    }
}
