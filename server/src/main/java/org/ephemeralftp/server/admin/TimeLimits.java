package org.ephemeralftp.server.admin;

import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Limits on how long a reader may keep a thread. The JDK's server reads requests and writes answers on blocking channels,
 * which an interrupt closes; nothing else of its API ends what a thread is blocked in.
 */
final class TimeLimits implements AutoCloseable {
    /** What may take its time. */
    interface Work {
        void run() throws IOException;
    }

    private final ScheduledThreadPoolExecutor timer;

    TimeLimits() {
        timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "ephemeral-ftp-admin-timer"));
        timer.setRemoveOnCancelPolicy(true);
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Runs something on this thread; when the time is over, the connection that it is blocked on is closed. */
    void within(long limit, TimeUnit unit, Work work) throws IOException {
        Alarm alarm = new Alarm(Thread.currentThread());
        Future<?> set = timer.schedule(alarm, limit, unit);
        try {
            work.run();
        } finally {
            set.cancel(false);
            alarm.off();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Interrupts a thread, but never what the thread does next. */
    private static final class Alarm implements Runnable {
        private final Thread thread;
        private boolean off;

        private Alarm(Thread thread) {
            this.thread = thread;
        }

        @Override
        public synchronized void run() {
            if (!off) {
                thread.interrupt();
            }
        }

        private void off() {
            synchronized (this) {
                off = true;
            }
            Thread.interrupted();
        }
    }
}
