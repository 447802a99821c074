package org.ephemeralftp.client.sweep;

import java.util.HashMap;
import java.util.Map;

/**
 * The rule that says when enough ports were drawn: once k = 7(n+1) draws in a row brought no port that is not among the n
 * known ones. Were there one more, as likely as each of the others, it would have stayed unseen with a probability of
 * (1 - 1/(n+1))^k, which is less than 1 in 1,000.
 */
final class DrawingRule {
    /** What no server needs: the last resort against one that has a new port each time. */
    static final int MOST_DRAWS = 500_000;

    private static final int TIMES = 7;

    private final int mostDraws;
    private final Map<Integer, Integer> seen = new HashMap<>();
    private int draws;
    private int once;
    private int sinceNew;

    DrawingRule(int mostDraws) {
        this.mostDraws = mostDraws;
    }

    /** Counts a port that the server handed out; tells whether it is a new one. */
    synchronized boolean drawn(int port) {
        draws++;
        int times = seen.merge(port, 1, Integer::sum);
        if (times == 1) {
            once++;
            sinceNew = 0;
        } else {
            sinceNew++;
            once -= times == 2 ? 1 : 0;
        }
        return times == 1;
    }

    synchronized boolean tooMany() {
        return draws >= mostDraws;
    }

    /** How many draws in a row without success are enough. */
    synchronized int atLeast() {
        return TIMES * (seen.size() + 1);
    }

    synchronized Learning learning(Learning.Way way) {
        return new Learning(way, draws, seen.size(), once, sinceNew);
    }
}
