package org.ephemeralftp.client.probe;

import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.StallGuard;

/**
 * What leads attempts of one cell over its control connections: one stays open for the next attempt as long as it is in
 * a known state, which it is after a transfer that passed, and where none was begun.
 */
final class AttemptRunner implements Closeable {
    private final Surroundings surroundings;
    private final Cell cell;
    private final Duration wait;
    private @Nullable Session session;

    /** @param wait of each single wait, at most */
    AttemptRunner(Surroundings surroundings, Cell cell, Duration wait) {
        this.surroundings = surroundings;
        this.cell = cell;
        this.wait = wait;
    }

    /** What an attempt does once it is logged in. */
    @FunctionalInterface
    interface Course {
        void go(Session session, AttemptLog log) throws PhaseFailed;
    }

    Duration longestWait() {
        return wait;
    }

    /** An attempt, unless this thread was interrupted; what tidies up goes on nevertheless. */
    Attempt attempt(Attempt.Kind kind, Course course, TimeLimit limit) throws OutOfTime {
        if (Thread.currentThread().isInterrupted()) {
            throw OutOfTime.interrupted();
        }
        requireTime(limit);
        surroundings.observer().attemptStarted(cell, kind);
        List<PhaseRecord> phases =
                run(course, limit, phase -> surroundings.observer().phaseEnded(cell, phase));
        return new Attempt(kind, phases);
    }

    /** Something beside the attempts; it tells how that ended. */
    PhaseRecord aside(Course course, TimeLimit limit) throws OutOfTime {
        requireTime(limit);
        List<PhaseRecord> phases = run(course, limit, phase -> {});
        return phases.get(phases.size() - 1);
    }

    private void requireTime(TimeLimit limit) throws OutOfTime {
        if (!limit.has(surroundings.plan().shortest())) {
            throw new OutOfTime(limit);
        }
    }

    private List<PhaseRecord> run(Course course, TimeLimit limit, Consumer<PhaseRecord> follower) throws OutOfTime {
        Session before = session;
        OpenSockets sockets = before == null ? new OpenSockets() : before.sockets();
        AttemptLog log = new AttemptLog(
                surroundings.ticker(),
                surroundings.plan().password(),
                before == null ? List.of() : before.phases(),
                follower);
        try (StallGuard.Watch watch = surroundings.guard().watch(sockets, limit.left())) {
            try {
                Session current =
                        before == null ? new SessionOpening(surroundings, cell, log, sockets, wait).open() : before;
                session = current;
                course.go(current, log);
            } catch (PhaseFailed e) {
                // Its record is in the log.
            }
            if (watch.expired()) {
                leave();
                throw new OutOfTime(limit);
            }
        } finally {
            if (session == null) {
                sockets.close();
            }
        }
        return log.phases();
    }

    /** The next attempt gets a new control connection. */
    void leave() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    @Override
    public void close() {
        leave();
    }
}
