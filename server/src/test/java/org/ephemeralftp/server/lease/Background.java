package org.ephemeralftp.server.lease;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads for what a test has going on at the same time; they end with it. */
final class Background implements AutoCloseable {
    /** Something under way. */
    record Task<T>(Future<T> future) {
        /** What it returned, or threw. */
        T get() throws Exception {
            try {
                return future.get(20, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Exception cause) {
                    throw cause;
                }
                throw new AssertionError(e.getCause());
            } catch (TimeoutException e) {
                throw new AssertionError("It does not end", e);
            }
        }

        boolean isDone() {
            return future.isDone();
        }

        void interrupt() {
            future.cancel(true);
        }
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();

    <T> Task<T> start(Callable<T> what) {
        return new Task<>(threads.submit(what));
    }

    @Override
    public void close() throws InterruptedException {
        threads.shutdownNow();
        if (!threads.awaitTermination(20, TimeUnit.SECONDS)) {
            throw new AssertionError("A thread does not end: " + threads);
        }
    }
}
