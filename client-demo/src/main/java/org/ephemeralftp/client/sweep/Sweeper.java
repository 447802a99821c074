package org.ephemeralftp.client.sweep;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.DataMode;

/** One run: all ports at full speed, then those that failed once more, then those that may have been refused, slowly. */
final class Sweeper {
    private final SweepPlan plan;
    private final InetAddress address;
    private final DataMode mode;
    private final Sessions sessions;
    private final TimeLimit time;
    private final Ledger ledger;
    private final PortSource source;
    private final Crew crew;
    private final Set<Integer> discovered = Collections.synchronizedSet(new HashSet<>());

    Sweeper(SweepPlan plan, InetAddress address, DataMode mode, Sessions sessions, TimeLimit time) {
        this.plan = plan;
        this.address = address;
        this.mode = mode;
        this.sessions = sessions;
        this.time = time;
        this.ledger = new Ledger(plan.observer());
        this.source = new PortSource(new DrawingRule(plan.mostDraws()), ledger, time);
        this.crew = new Crew(sessions, source, ledger, time, plan.connectTimeout());
    }

    SweepReport run(SweepSession first) throws IOException {
        Optional<PortNumbers> named = source.askForNames(first);
        sessions.giveBack(first);
        Optional<PortNumbers> candidates =
                named.map(all -> plan.ports().map(all::and).orElse(all)).or(plan::ports);
        boolean complete = goThrough(candidates);
        if (named.isPresent() && !source.byName()) {
            candidates = plan.ports();
            complete = goThrough(candidates);
        }
        SecondTries again = complete ? tryAgain(candidates.isPresent() ? null : discovered) : SecondTries.NONE;
        SlowRound slow = new SlowRound(crew, sessions, ledger, time, plan);
        if (complete) {
            sessions.quitIdle();
            slow.run();
        }
        sessions.quitIdle();
        SweepReport.Retries retries =
                new SweepReport.Retries(again.tried(), again.changed(), slow.tried(), slow.changed(), slow.believed());
        return new SweepReport(
                plan.server(),
                address,
                mode,
                plan.protection(),
                plan.ports(),
                results(candidates, complete, slow.disputed()),
                source.learning(),
                retries,
                sessions.most(),
                ending(complete && again.complete() && slow.settled()),
                crew.lastLoss(),
                plan.limit(),
                time.spent());
    }

    private boolean goThrough(Optional<PortNumbers> candidates) {
        plan.observer().begins(outlook(candidates));
        ledger.expect(candidates.map(PortNumbers::size).orElse(0));
        // In no order: neighbours tried at the same time would share their bad luck.
        List<Integer> order = new ArrayList<>();
        candidates.ifPresent(ports -> ports.stream().forEach(order::add));
        Collections.shuffle(order, new Random(plan.random().nextLong()));
        return candidates.isPresent()
                ? crew.goThrough(new Pass(order, null), order.size())
                : crew.goThrough(new Pass(order, discovered), plan.sessions());
    }

    private Outlook outlook(Optional<PortNumbers> ports) {
        int size = ports.map(PortNumbers::size).orElse(0);
        int atATime = ports.isEmpty() ? plan.sessions() : Math.max(1, Math.min(plan.sessions(), size));
        long rounds = (size + atATime - 1L) / atATime;
        Duration ifAllDropped =
                ports.isEmpty() ? plan.limit() : plan.connectTimeout().multipliedBy(rounds);
        return new Outlook(address, mode, source.learning().way(), ports, atATime, ifAllDropped, plan.limit());
    }

    private SweepReport.Ending ending(boolean complete) {
        if (complete) {
            return SweepReport.Ending.COMPLETE;
        }
        if (source.tooManyDraws()) {
            return SweepReport.Ending.DRAW_LIMIT;
        }
        return time.leaves(plan.connectTimeout().plus(Pace.BETWEEN))
                ? SweepReport.Ending.NO_SESSION
                : SweepReport.Ending.TIME_LIMIT;
    }

    private List<PortResult> results(Optional<PortNumbers> candidates, boolean complete, Set<Integer> disputed) {
        Set<Integer> all = new TreeSet<>(ledger.ports(verdict -> true));
        all.addAll(discovered);
        // What was asked for and is not among the server's names is told as well.
        plan.ports().or(() -> candidates).ifPresent(ports -> ports.stream().forEach(all::add));
        return all.stream()
                .map(port -> {
                    boolean hopeless = complete
                            || candidates.filter(some -> !some.contains(port)).isPresent();
                    PortResult result = ledger.result(port, hopeless ? PortVerdict.NOT_SEEN : PortVerdict.NOT_TRIED);
                    return disputed.contains(port)
                            ? new PortResult(port, PortVerdict.DISPUTED, result.tries(), result.detail())
                            : result;
                })
                .toList();
    }

    /** Whoever refused may have been another program's listener, or a server that was not ready. */
    private SecondTries tryAgain(@Nullable Set<Integer> open) {
        Set<Integer> doubtful = ledger.ports(verdict ->
                verdict.rateLimited() || verdict == PortVerdict.WRONG_SOURCE || verdict == PortVerdict.FAILED);
        if (doubtful.isEmpty()) {
            return SecondTries.NONE;
        }
        plan.observer().triesAgain(doubtful.size(), false);
        boolean complete = crew.goThrough(new Pass(doubtful, open), doubtful.size());
        int tried = 0;
        int changed = 0;
        for (Integer port : doubtful) {
            PortResult result = ledger.result(port, PortVerdict.NOT_TRIED);
            tried += result.tries().size() > 1 ? 1 : 0;
            changed += result.tries().get(0) == result.verdict() ? 0 : 1;
        }
        return new SecondTries(tried, changed, complete);
    }

    private record SecondTries(int tried, int changed, boolean complete) {
        static final SecondTries NONE = new SecondTries(0, 0, true);
    }
}
