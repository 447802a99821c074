package org.ephemeralftp.client.load;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.StallGuard;

/** One load from its first connection to its report. */
final class LoadRun {
    /** After the end so long may transfers take that are under way. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** What is closed ends at once; a thread that something else holds is left alone after this. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(5);

    /** The limit on deleting what is left. */
    private static final Duration CLEAN_UP = Duration.ofSeconds(20);

    /** What may come after the time limit. */
    static final Duration AFTERWARDS = GRACE.plus(LAST_WAIT).plus(CLEAN_UP);

    private final LoadPlan plan;
    private final List<InetAddress> addresses;
    private final LongSupplier ticker;
    private final LoadObserver observer;
    private final LoadFiles files;
    private final LoadPreparation preparation;
    private final long began;
    private FtpSession.@Nullable Door door;
    private boolean interrupted;

    LoadRun(LoadPlan plan, List<InetAddress> addresses, LongSupplier ticker, LoadObserver observer, String prefix) {
        this.plan = plan;
        this.addresses = addresses;
        this.ticker = ticker;
        this.observer = observer;
        this.files = new LoadFiles(prefix);
        this.preparation = new LoadPreparation(plan, files);
        this.began = ticker.getAsLong();
    }

    LoadReport run() {
        try (StallGuard guard = new StallGuard(ticker)) {
            String problem = begin(guard);
            LoadMeters meters = new LoadMeters(ticker);
            LoadEnd end = endBefore();
            int givenUp = 0;
            FtpSession.Door found = door;
            if (problem.isEmpty() && found != null) {
                LoadWork work = new LoadWork(plan, found, guard, ticker, observer, meters, files, preparation);
                end = drive(work);
                givenUp = work.givenUp();
                problem = end.asPlanned() ? "" : work.lastProblem();
            }
            if (found != null) {
                cleanUp(found, guard, meters);
            }
            if (end == LoadEnd.INTERRUPTED) {
                Thread.currentThread().interrupt();
            }
            return report(meters, end, problem, givenUp);
        }
    }

    /**
     * Finds the first address with a server behind it, and prepares. One session does it alone: a wrong password is tried
     * once, and a server that is not there is asked once.
     *
     * @return what was wrong, or nothing
     */
    private String begin(StallGuard guard) {
        String problem = plan.server().host() + ": this name is not known";
        for (InetAddress address : addresses) {
            FtpSession.Door tried = door(address);
            FtpSession scout = new FtpSession(tried, guard);
            // Each wait has its limit, but a preparation has as many waits as the server likes.
            try (scout;
                    StallGuard.Watch watch = guard.watch(scout, left())) {
                scout.open();
                door = tried;
                preparation.by(scout, guard, ticker);
                scout.control().quit();
                return watch.expired() ? "the preparation took all of it" : "";
            } catch (InterruptedException e) {
                interrupted = true;
                return "during the preparation";
            } catch (RefusedException e) {
                return scout.step() + ": " + LoadProblem.text(e);
            } catch (IOException e) {
                problem = scout.step() + ": " + LoadProblem.text(e);
                if (timeIsOver()) {
                    return problem;
                }
            } catch (LoadProblem e) {
                return "the first upload failed, " + e.at() + ": " + e.text();
            }
        }
        return problem;
    }

    /** Why it ended, if it does before any session has begun. */
    private LoadEnd endBefore() {
        if (interrupted) {
            return LoadEnd.INTERRUPTED;
        }
        return timeIsOver() ? LoadEnd.TIME_LIMIT : LoadEnd.NOT_BEGUN;
    }

    private FtpSession.Door door(InetAddress address) {
        return new FtpSession.Door(plan.server(), address, plan.user(), plan.password(), plan.trust(), plan.timeout());
    }

    private LoadEnd drive(LoadWork work) {
        LoadEnd end;
        try {
            startAll(work);
            // Whoever finds the time over begins nothing, which is no giving up.
            end = work.awaitEnd(left()) && !timeIsOver() ? LoadEnd.SESSIONS_GAVE_UP : LoadEnd.TIME_LIMIT;
        } catch (InterruptedException e) {
            end = LoadEnd.INTERRUPTED;
        } finally {
            stop(work);
        }
        return work.allTried() ? LoadEnd.ALL_TRIED : end;
    }

    /** Ends what has not ended by itself; an interrupt cuts it short. */
    private static void stop(LoadWork work) {
        try {
            work.noMore();
            work.awaitEnd(GRACE);
            work.end();
            work.awaitEnd(LAST_WAIT);
        } catch (InterruptedException e) {
            work.end();
        }
    }

    /** Spreads the starts over the ramp, as long as there is something to do. */
    private void startAll(LoadWork work) throws InterruptedException {
        long from = ticker.getAsLong();
        for (int i = 0; i < plan.sessions(); i++) {
            Duration due = plan.ramp().multipliedBy(i).dividedBy(plan.sessions());
            Duration until = due.minusNanos(ticker.getAsLong() - from);
            Duration wait = until.compareTo(left()) < 0 ? until : left();
            if (work.awaitExhaustion(wait) || timeIsOver()) {
                work.sessionEnded();
            } else {
                Thread thread = new Thread(new LoadSession(work), "load-" + (i + 1));
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    private Duration left() {
        return plan.timeLimit().minusNanos(ticker.getAsLong() - began);
    }

    private boolean timeIsOver() {
        return left().isZero() || left().isNegative();
    }

    private void cleanUp(FtpSession.Door door, StallGuard guard, LoadMeters meters) {
        List<String> left = files.left();
        if (left.isEmpty()) {
            return;
        }
        FtpSession session = new FtpSession(door, guard);
        try (session;
                StallGuard.Watch watch = guard.watch(session, CLEAN_UP)) {
            session.open();
            LoadTransfer transfers = new LoadTransfer(session, guard, ticker, new LoadMeters(ticker));
            for (String name : left) {
                if (!watch.expired() && transfers.discard(name)) {
                    files.gone(name);
                }
            }
            session.control().quit();
        } catch (IOException e) {
            meters.failed(LoadProblem.ofSession(session, e));
        } catch (LoadProblem e) {
            meters.failed(e);
        }
    }

    private LoadReport report(LoadMeters meters, LoadEnd end, String note, int givenUp) {
        return new LoadReport(
                end,
                plan.password().hideIn(note),
                plan.sessions(),
                givenUp,
                meters.reconnects(),
                plan.transfers(),
                meters.done(),
                meters.bytes(),
                meters.timeline().length(),
                meters.latencies(),
                meters.setup(),
                meters.connect(),
                meters.errors().stream().map(this::masked).toList(),
                meters.passivePorts(),
                meters.activePorts(),
                meters.timeline().samples(),
                files.left());
    }

    /** Servers repeat what they were sent. */
    private ErrorCount masked(ErrorCount error) {
        return new ErrorCount(
                error.what(), error.at(), error.count(), plan.password().hideIn(error.example()));
    }
}
