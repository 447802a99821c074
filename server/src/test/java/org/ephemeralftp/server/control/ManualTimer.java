package org.ephemeralftp.server.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A clock that a test moves, and what is due by it. */
final class ManualTimer implements Later.Timer {
    private record Task(long due, Runnable run) {}

    private final List<Task> tasks = new ArrayList<>();
    private long now;

    long nanos() {
        return now;
    }

    @Override
    public void after(long nanos, Runnable task) {
        tasks.add(new Task(now + nanos, task));
    }

    /** Moves on, and does what is due then. */
    void advance(Duration time) {
        now += time.toNanos();
        List<Task> due = tasks.stream().filter(task -> task.due() <= now).toList();
        tasks.removeAll(due);
        due.forEach(task -> task.run().run());
    }
}
