package org.ephemeralftp.server.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that ends what has stood still for too long: transfers, which block in the kernel and cannot watch
 * themselves, and idle sessions, which have no thread. It sleeps until the next of them could be over.
 */
public final class Watchdog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);
    private static final long LEAST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_SLEEP_NANOS = TimeUnit.DAYS.toNanos(1);
    /** As long as a new transfer has until it is looked at, or a little less. */
    private static final long SHORT_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

    private static final long STOP_MILLIS = 5_000;

    /** Something that has a limit on standing still. Called by the watchdog's thread, and must not block it. */
    public interface Watched {
        /** How long it may stand still from {@code now} on, a {@link System#nanoTime}; 0 or less if it is over. */
        long nanosLeft(long now);

        /** Ends it; called once, and it is watched no more. */
        void expire();
    }

    private final Set<Watched> all = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::run, "ephemeral-ftp-watchdog");
    private volatile long sleepsUntil;
    private volatile boolean stopped;

    Watchdog() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Watches it from now on. Its time may grow while it is watched, but not shrink. */
    public void watch(Watched watched) {
        all.add(watched);
        long now = System.nanoTime();
        if (now + watched.nanosLeft(now) - sleepsUntil < 0) {
            LockSupport.unpark(thread);
        }
    }

    /** Watches it no more. */
    public void forget(Watched watched) {
        all.remove(watched);
    }

    private void run() {
        long most = LONGEST_SLEEP_NANOS;
        while (!stopped) {
            long now = System.nanoTime();
            // Whoever is added from here on wakes the thread.
            sleepsUntil = now + LONGEST_SLEEP_NANOS;
            long left = Math.min(look(now), most);
            sleepsUntil = now + left;
            LockSupport.parkNanos(this, Math.max(left, LEAST_SLEEP_NANOS));
            // While many come and go it is not woken for each: the next look is soon enough for those like the last
            // one.
            boolean woken = System.nanoTime() - sleepsUntil < 0;
            most = woken ? SHORT_SLEEP_NANOS : LONGEST_SLEEP_NANOS;
        }
    }

    /** Ends what is over; returns after how many nanoseconds to look again. */
    private long look(long now) {
        long next = LONGEST_SLEEP_NANOS;
        List<Watched> over = new ArrayList<>();
        for (Watched watched : all) {
            long left = left(watched, now);
            if (left > 0) {
                next = Math.min(next, left);
            } else {
                over.add(watched);
            }
        }
        over.forEach(this::expire);
        return next;
    }

    /** What cannot say how long it has is over. */
    private static long left(Watched watched, long now) {
        try {
            return watched.nanosLeft(now);
        } catch (RuntimeException | Error e) {
            log.error("Something that is watched cannot tell how long it may stand still", e);
            return 0;
        }
    }

    private void expire(Watched watched) {
        try {
            if (all.remove(watched)) {
                watched.expire();
            }
        } catch (RuntimeException | Error e) {
            // Without this thread nothing else would end in time.
            log.error("Something that stood still for too long could not be ended", e);
        }
    }

    /** Stops the thread; what was watched goes on without limit. */
    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
