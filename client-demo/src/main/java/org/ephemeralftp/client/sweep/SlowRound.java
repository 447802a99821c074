package org.ephemeralftp.client.sweep;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The last round, for ports that timed out while others were refused: kernels hold back most of their ICMP errors, so that
 * a refused port may look like a dropped one. One at a time, about one a second.
 */
final class SlowRound {
    private static final int LOSSES = 3;

    private final Crew crew;
    private final Sessions sessions;
    private final Ledger ledger;
    private final TimeLimit time;
    private final SweepPlan plan;
    private final DisputePolicy policy;
    private final int disputed;
    private int tried;
    private int changed;

    SlowRound(Crew crew, Sessions sessions, Ledger ledger, TimeLimit time, SweepPlan plan) {
        this.crew = crew;
        this.sessions = sessions;
        this.ledger = ledger;
        this.time = time;
        this.plan = plan;
        Set<Integer> timedOut = ledger.anyAnswer() ? ledger.ports(PortVerdict.TIMED_OUT::equals) : Set.of();
        this.disputed = timedOut.size();
        this.policy = new DisputePolicy(
                ledger.ports(PortVerdict::rateLimited), timedOut, ledger.ports(verdict -> true), plan.random());
    }

    /** Tries until it is settled or the time is over. */
    void run() {
        if (!settled() && time.leaves(Pace.BETWEEN.plus(plan.connectTimeout()))) {
            plan.observer().triesAgain(disputed, true);
        }
        Pace pace = new Pace(plan.ticker());
        int losses = 0;
        while (!settled() && losses < LOSSES && time.leaves(pace.toWait().plus(plan.connectTimeout()))) {
            SweepSession session = null;
            try {
                session = sessions.take();
                losses = step(session, pace) ? 0 : losses + 1;
                sessions.giveBack(session);
            } catch (IOException e) {
                losses++;
                if (session != null) {
                    sessions.discard(session);
                }
            }
        }
    }

    private boolean step(SweepSession session, Pace pace) throws IOException {
        Runnable wait = () -> {
            time.pause(pace.toWait());
            pace.begins();
        };
        Set<Integer> wanted = policy.wanted();
        OptionalInt port = crew.tryOne(session, new Pass(wanted, null), wait);
        if (port.isEmpty() && wanted.size() < policy.left().size()) {
            // The best ones are not handed out; any other tells something, too.
            port = crew.tryOne(session, new Pass(policy.left(), null), wait);
        }
        port.ifPresent(this::note);
        return port.isPresent();
    }

    private void note(int port) {
        PortVerdict now = ledger.verdict(port);
        tried++;
        changed += now == PortVerdict.TIMED_OUT ? 0 : 1;
        policy.tried(port, now);
    }

    boolean settled() {
        return policy.wanted().isEmpty();
    }

    /** The ports of which it is not known whether they time out or are refused. */
    Set<Integer> disputed() {
        return settled() ? Set.of() : policy.left();
    }

    int tried() {
        return tried;
    }

    int changed() {
        return changed;
    }

    /** How many ports are believed to time out without another try. */
    int believed() {
        return settled() ? policy.left().size() : 0;
    }
}
