package org.ephemeralftp.client.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Endpoint;

/**
 * The probe of one cell: its attempts, and what is tried beside them.
 *
 * <p>An active cell has one attempt. A passive one has as many as the plan says, each with a new port, as long as they
 * pass or fail at the data connection, which alone depends on the port. One that timed out is followed by another only
 * if the cells to come keep the time they need: that of one wait each, or of the shortest wait each where a data
 * connection with the same protection and family was seen to work, because then the next ones probably work, too. Where
 * one worked with the other protection alone, that goes for a second try: one port says little of the others.
 */
final class CellProbe {
    private final Surroundings surroundings;
    private final ProbePlan plan;
    private final Cell cell;
    private final TimeLimit limit;
    private final int cellsToCome;
    private final Duration wait;
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    /** @param cellsToCome which share the time that is left with this one */
    CellProbe(Surroundings surroundings, Cell cell, TimeLimit limit, int cellsToCome) {
        this.surroundings = surroundings;
        this.plan = surroundings.plan();
        this.cell = cell;
        this.limit = limit;
        this.cellsToCome = cellsToCome;
        this.wait = plan.wait(limit.left().dividedBy(cellsToCome + 1L));
    }

    CellResult probe() {
        SpecialAttempts special;
        try (AttemptRunner runner = new AttemptRunner(surroundings, cell, wait)) {
            special = new SpecialAttempts(surroundings, cell, runner, attempts, remarks);
            try {
                tryPorts(runner);
                if (cell.mode() == DataMode.PASV) {
                    checkAdvertisedAddress(runner);
                }
            } catch (OutOfTime e) {
                remarks.add(e.getMessage());
            }
            special.make(limit);
        }
        Verdict verdict =
                attempts.isEmpty() || special.inconclusive() ? Verdict.INCONCLUSIVE : Verdict.of(attempts, checks);
        return new CellResult(cell, verdict, attempts, checks, String.join("; ", remarks));
    }

    private void tryPorts(AttemptRunner runner) throws OutOfTime {
        int tries = cell.mode().passive() ? plan.tries() : 1;
        while (attempts.size() < tries) {
            Attempt attempt = runner.attempt(Attempt.Kind.USUAL, this::list, limit);
            attempts.add(attempt);
            surroundings.findings().learn(cell, attempt);
            if (DataSteps.cutShort(attempt)) {
                runner.leave();
            }
            boolean noData = attempt.last().phase() == Phase.DATA_CONNECT;
            if (noData && cell.mode().passive() && checks.isEmpty()) {
                seeWhatTheServerSays(runner);
            }
            if (!attempt.passed() && !noData) {
                return;
            }
            if (attempt.last().outcome() == ConnectionOutcome.TIMED_OUT && attempts.size() < tries && !timeForMore()) {
                remarks.add("tried " + attempts.size() + " of " + tries
                        + " times only, so that the time suffices for the cells to come");
                return;
            }
        }
    }

    private void list(Session session, AttemptLog log) throws PhaseFailed {
        if (cell.mode().passive()) {
            new DataSteps(session, log, wait, surroundings.ticker()).passiveListing(cell.mode());
        } else {
            new ActiveListing(session, log, wait, surroundings.ticker()).go(cell.mode());
        }
    }

    private boolean timeForMore() {
        Findings findings = surroundings.findings();
        boolean second = attempts.size() == 1 && findings.dataConnected(cell.family());
        Duration each = second || findings.dataConnected(cell) ? plan.shortest() : wait;
        // A cell consists of more than waits in vain.
        Duration toCome = each.plus(plan.shortest().dividedBy(2)).multipliedBy(cellsToCome);
        return limit.has(wait.plus(toCome));
    }

    private void seeWhatTheServerSays(AttemptRunner runner) throws OutOfTime {
        Duration patience = timeForMore() ? wait : plan.shortest();
        PhaseRecord said = runner.aside(
                (session, log) -> log.reply(Phase.TRANSFER_START, () -> {
                    session.control().write("LIST", null);
                    return session.control().reply(patience);
                }),
                limit);
        check(Check.Kind.SERVERS_VIEW, said);
        // The server may still be waiting for the data connection.
        runner.leave();
    }

    private void checkAdvertisedAddress(AttemptRunner runner) throws OutOfTime {
        Optional<PhaseRecord> elsewhere = attempts.stream()
                .flatMap(each -> each.phase(Phase.DATA_SETUP).stream())
                .filter(this::namesAnotherAddress)
                .findFirst();
        if (elsewhere.isEmpty()) {
            return;
        }
        List<String> whyNot = new ArrayList<>();
        PhaseRecord result = runner.aside(
                (session, log) -> {
                    DataSteps steps = new DataSteps(session, log, wait, surroundings.ticker());
                    Endpoint said = steps.passive(cell.mode());
                    AdvertisedAddress.whyNotTried(said, session.remote().address())
                            .ifPresent(whyNot::add);
                    if (whyNot.isEmpty()) {
                        // The local address of the control connection may have no route to this one.
                        steps.connect(said, said.address(), plan.from());
                    }
                },
                limit);
        runner.leave();
        if (result.phase() == Phase.DATA_CONNECT) {
            check(Check.Kind.ADVERTISED_ADDRESS, result);
        } else {
            String why = whyNot.isEmpty() ? result.outcome() + " at " + result.phase() : whyNot.get(0);
            remarks.add("the address in the 227 was not tried: " + why);
        }
    }

    private boolean namesAnotherAddress(PhaseRecord setup) {
        Endpoint said = setup.said();
        Endpoint server = setup.remote();
        return said != null && server != null && AdvertisedAddress.isAnother(said, server.address());
    }

    private void check(Check.Kind kind, PhaseRecord result) {
        Check check = new Check(kind, result);
        checks.add(check);
        surroundings.observer().checked(cell, check);
    }
}
