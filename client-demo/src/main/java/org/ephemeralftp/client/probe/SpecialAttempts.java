package org.ephemeralftp.client.probe;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

import org.ephemeralftp.client.connection.ControlConnection;
import org.ephemeralftp.client.connection.Reply;

/** The attempts that take long on purpose; each has a time limit of its own. */
final class SpecialAttempts {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Surroundings surroundings;
    private final ProbePlan plan;
    private final Cell cell;
    private final AttemptRunner runner;
    private final List<Attempt> attempts;
    private final List<String> remarks;
    private boolean inconclusive;

    /**
     * @param attempts the usual ones, to which the special ones are added
     * @param remarks to which it is added what else is worth saying
     */
    SpecialAttempts(
            Surroundings surroundings, Cell cell, AttemptRunner runner, List<Attempt> attempts, List<String> remarks) {
        this.surroundings = surroundings;
        this.plan = surroundings.plan();
        this.cell = cell;
        this.runner = runner;
        this.attempts = attempts;
        this.remarks = remarks;
    }

    /** Whether something that was asked for could not be found out. */
    boolean inconclusive() {
        return inconclusive;
    }

    /** Makes those that are asked for and that this cell is the first one fit for. */
    void make(TimeLimit limit) {
        if (!cell.mode().passive()) {
            return;
        }
        Duration before = limit.elapsed();
        boolean passed = !attempts.isEmpty() && attempts.stream().allMatch(Attempt::passed);
        boolean portTold = attempts.stream()
                .anyMatch(each ->
                        each.phase(Phase.DATA_SETUP).filter(PhaseRecord::passed).isPresent());
        if (passed && plan.longTransfer() != null && surroundings.findings().firstLongTransfer(cell)) {
            uploadSlowly(plan.longTransfer());
        }
        if (portTold && plan.unconnected() && surroundings.findings().firstUnconnected(cell)) {
            stayAway();
        }
        limit.add(limit.elapsed().minus(before));
    }

    private void uploadSlowly(Duration length) {
        try {
            Attempt silent = upload(Attempt.Kind.LONG, length);
            PhaseRecord last = silent.last();
            if (last.phase() == Phase.TRANSFER_START && !last.passed()) {
                inconclusive = true;
                remarks.add("no long transfer: the upload was refused with " + last.text());
            } else if (last.phase() == Phase.TRANSFER_END && !last.passed()) {
                upload(Attempt.Kind.LONG_WITH_NOOPS, length);
            }
        } catch (OutOfTime e) {
            inconclusive = true;
            remarks.add("the long transfer was " + e.getMessage());
        }
    }

    private Attempt upload(Attempt.Kind kind, Duration length) throws OutOfTime {
        String name = "ephemeral-ftp-probe-" + HexFormat.of().toHexDigits(RANDOM.nextLong()) + ".bin";
        TimeLimit limit = new TimeLimit(surroundings.ticker(), plan.around(length));
        boolean begun = true;
        // What the attempts before have left open may have been idle for long.
        runner.leave();
        try {
            Attempt attempt = runner.attempt(
                    kind,
                    (session, log) -> new LongUpload(session, log, runner.longestWait(), length, surroundings.ticker())
                            .go(cell.mode(), name, kind == Attempt.Kind.LONG_WITH_NOOPS),
                    limit);
            attempts.add(attempt);
            begun = attempt.phase(Phase.TRANSFER_START)
                    .filter(PhaseRecord::passed)
                    .isPresent();
            return attempt;
        } finally {
            runner.leave();
            if (begun) {
                delete(name);
            }
        }
    }

    /** Over another control connection, as that of the upload may be cut, and within a limit of its own. */
    private void delete(String name) {
        String why;
        try {
            PhaseRecord deleted = runner.aside(
                    (session, log) -> log.reply(
                            Phase.TRANSFER_END, () -> session.control().send("DELE", name)),
                    new TimeLimit(surroundings.ticker(), plan.around(Duration.ZERO)));
            if (deleted.passed()) {
                return;
            }
            why = deleted.text();
        } catch (OutOfTime e) {
            why = "its deletion was " + e.getMessage();
        }
        remarks.add(name + " may be left on the server: " + why);
    }

    private void stayAway() {
        runner.leave();
        try {
            attempts.add(runner.attempt(
                    Attempt.Kind.UNCONNECTED,
                    this::listWithoutConnection,
                    new TimeLimit(surroundings.ticker(), plan.around(ProbePlan.PATIENCE))));
        } catch (OutOfTime e) {
            inconclusive = true;
            remarks.add("the wait for a server nobody connects to was " + e.getMessage());
        } finally {
            runner.leave();
        }
    }

    private void listWithoutConnection(Session session, AttemptLog log) throws PhaseFailed {
        ControlConnection control = session.control();
        new DataSteps(session, log, runner.longestWait(), surroundings.ticker()).passive(cell.mode());
        TimeLimit patience = new TimeLimit(surroundings.ticker(), ProbePlan.PATIENCE);
        Reply start = log.reply(Phase.TRANSFER_START, () -> {
            control.write("LIST", null);
            return control.reply(patience.left());
        });
        if (start.preliminary()) {
            log.reply(Phase.TRANSFER_END, () -> control.reply(patience.left()));
        }
    }
}
