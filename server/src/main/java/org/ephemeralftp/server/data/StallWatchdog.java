package org.ephemeralftp.server.data;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that aborts data connections on which nothing moved for the stall timeout. Transfers block in the
 * kernel and cannot watch themselves.
 */
final class StallWatchdog implements AutoCloseable {
    private final long limitNanos;
    private final String message;
    private final Set<DataConnection> connections = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "ephemeral-ftp-watchdog");
        thread.setDaemon(true);
        return thread;
    });

    StallWatchdog(Duration limit) {
        limitNanos = limit.toNanos();
        message = "No data moved for " + limit.toMillis() / 1000.0 + " s";
        long period = Math.max(1, Math.min(1000, limit.toMillis() / 4));
        var unused = timer.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
    }

    void watch(DataConnection connection) {
        connections.add(connection);
    }

    void forget(DataConnection connection) {
        connections.remove(connection);
    }

    private void look() {
        long now = System.nanoTime();
        for (DataConnection connection : connections) {
            if (now - connection.lastMove() > limitNanos) {
                connection.abort(message);
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
