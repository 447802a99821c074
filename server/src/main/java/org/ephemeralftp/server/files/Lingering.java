package org.ephemeralftp.server.files;

import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The homes of one server in which a {@link StagingRun} stays for a while after its last upload, so that the next one
 * finds it: to make and remove it costs more than to receive a small file. They are limited in number, because each
 * holds descriptors open. One thread looks after all of them, and there is none while nothing lingers.
 */
final class Lingering implements Closeable {
    /** So many at most; in any further home a run goes with its last upload. */
    static final int MOST = 64;

    private static final Logger log = LoggerFactory.getLogger(Lingering.class);
    private static final long CLOSE_SECONDS = 5;

    private final long nanos;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Lingering::thread);
    /** Those that are looked at when the time may be over; some of them may be in use again. */
    private final Set<StagingArea> areas = new HashSet<>();

    private boolean closed;

    /** @param time how long a run stays; not at all if it is zero */
    Lingering(Duration time) {
        nanos = time.toNanos();
        closed = time.isZero();
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "ephemeral-ftp-uploads");
        thread.setDaemon(true);
        return thread;
    }

    /** Whether the run of a home may stay; if so, the home is looked at when the time is over. */
    synchronized boolean mayStay(StagingArea area) {
        if (closed) {
            return false;
        }
        if (!areas.contains(area)) {
            if (areas.size() >= MOST) {
                return false;
            }
            areas.add(area);
            look(area, nanos);
        }
        return true;
    }

    private void look(StagingArea area, long later) {
        var unused = timer.schedule(() -> safely(() -> area.removeIfOver(nanos)), later, TimeUnit.NANOSECONDS);
    }

    /** Looks again after a while. */
    synchronized void lookAgain(StagingArea area, long later) {
        if (!closed) {
            look(area, later);
        }
    }

    /** Nothing in this home is to be looked at any more. */
    synchronized void forget(StagingArea area) {
        areas.remove(area);
    }

    /** Removes what lingers in homes that are this directory or below it, which is about to be removed or renamed. */
    void endBelow(Path directory) {
        for (StagingArea area : all()) {
            if (area.root().startsWith(directory)) {
                safely(area::removeUnused);
            }
        }
    }

    private synchronized List<StagingArea> all() {
        return List.copyOf(areas);
    }

    /** A home's file system may have been closed, or fail in ways of its own. */
    private static void safely(Runnable removal) {
        try {
            removal.run();
        } catch (RuntimeException e) {
            log.debug("A directory of uploads cannot be removed", e);
        }
    }

    /** Removes all that lingers; from now on nothing does. A disk that does not answer is not waited for long. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        if (!timer.isShutdown()) {
            List<StagingArea> left = all();
            if (!left.isEmpty()) {
                await(timer.submit(() -> left.forEach(area -> safely(area::removeUnused))));
            }
            timer.shutdownNow();
        }
    }

    private static void await(Future<?> removal) {
        try {
            removal.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.warn("Not all directories of uploads were removed: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
