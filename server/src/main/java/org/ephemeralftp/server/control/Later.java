package org.ephemeralftp.server.control;

import org.ephemeralftp.server.data.Watchdog;

/** Something to be done after a while, by the watchdog, which it must not block. */
final class Later implements Watchdog.Watched {
    /** Has things done later. */
    interface Timer {
        void after(long nanos, Runnable task);
    }

    private final long due;
    private final Runnable task;

    private Later(long due, Runnable task) {
        this.due = due;
        this.task = task;
    }

    /** A timer that needs no thread of its own. */
    static Timer by(Watchdog watchdog) {
        return (nanos, task) -> watchdog.watch(new Later(System.nanoTime() + nanos, task));
    }

    @Override
    public long nanosLeft(long now) {
        return due - now;
    }

    @Override
    public void expire() {
        task.run();
    }
}
