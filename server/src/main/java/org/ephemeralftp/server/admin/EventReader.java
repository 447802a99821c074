package org.ephemeralftp.server.admin;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * The events that one reader of {@code /events} has not been sent yet: so many and no more. One that finds no room is lost,
 * and in its place the reader is told how many were.
 */
final class EventReader {
    /** Two seconds of a busy server, and about a megabyte at most. */
    static final int MOST = 2000;

    private final Queue<Event> events = new ArrayDeque<>();
    private long lost;
    private long lastLost;
    private boolean ended;

    synchronized void offer(Event event) {
        if (events.size() >= MOST) {
            lost++;
            lastLost = event.id();
            return;
        }
        tellOfLoss();
        events.add(event);
        notifyAll();
    }

    private void tellOfLoss() {
        if (lost > 0) {
            long count = lost;
            lost = 0;
            events.add(new Event(
                    lastLost,
                    "lost",
                    Json.object(json -> json.name("at")
                            .value(Instant.now().toString())
                            .name("count")
                            .value(count))));
        }
    }

    /**
     * Waits for events, and takes all there are.
     *
     * @return none if the time is over, or if there is no more to come
     */
    synchronized List<Event> take(long limit, TimeUnit unit) throws InterruptedException {
        long end = System.nanoTime() + unit.toNanos(limit);
        for (long left = end - System.nanoTime();
                events.isEmpty() && !ended && left > 0;
                left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        List<Event> taken = new ArrayList<>(events);
        events.clear();
        if (lost > 0) {
            tellOfLoss();
            taken.addAll(events);
            events.clear();
        }
        return taken;
    }

    /** Nothing is to come any more. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Whether everything was taken and nothing is to come. */
    synchronized boolean isOver() {
        return ended && events.isEmpty();
    }
}
