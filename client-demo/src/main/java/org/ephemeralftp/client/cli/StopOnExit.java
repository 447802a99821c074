package org.ephemeralftp.client.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** While it is open, the end of the program (Ctrl-C) interrupts the thread that opened it, and waits for it to tidy up. */
final class StopOnExit implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;

    StopOnExit(Duration longest) {
        Thread working = Thread.currentThread();
        hook = new Thread(() -> stop(working, longest), "stop-on-exit");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stop(Thread working, Duration longest) {
        working.interrupt();
        try {
            closed.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending: the hook runs.
        }
    }
}
