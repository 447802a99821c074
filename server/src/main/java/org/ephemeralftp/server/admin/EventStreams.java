package org.ephemeralftp.server.admin;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The readers of {@code /events}: each has a thread of its own while it reads, and there are so many at most. */
final class EventStreams implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

    static final int MOST = 32;

    /** How long a reader may take none of what it is sent. */
    private static final long WRITE_SECONDS = 60;

    /** How often something is sent in any case: a reader that is gone is found out by that. */
    private static final long BEAT_SECONDS = 5;

    /** How long the last events may take to be sent. */
    private static final long END_SECONDS = 1;

    private static final byte[] BEAT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);
    /** A reader that is cut off comes back after two seconds. */
    private static final byte[] RETRY = "retry: 2000\n\n".getBytes(StandardCharsets.UTF_8);

    private final EventFeed feed;
    private final TimeLimits limits;
    private final Semaphore places = new Semaphore(MOST);
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            1,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> TimeLimits.daemon(task, "ephemeral-ftp-admin-events"));

    EventStreams(EventFeed feed, TimeLimits limits) {
        this.feed = feed;
        this.limits = limits;
    }

    /** Takes a place for a reader; false if there is none. */
    boolean enter() {
        return places.tryAcquire();
    }

    /** Sends events from now on, on another thread, which closes the exchange; the reader has a place. */
    void begin(HttpExchange exchange) {
        EventReader reader = feed.open();
        boolean begun = false;
        try {
            threads.execute(() -> stream(exchange, reader));
            begun = true;
        } finally {
            if (!begun) {
                leave(reader);
            }
        }
    }

    private void leave(EventReader reader) {
        feed.close(reader);
        places.release();
    }

    private void stream(HttpExchange exchange, EventReader reader) {
        try (exchange) {
            OutputStream[] out = new OutputStream[1];
            limits.within(WRITE_SECONDS, TimeUnit.SECONDS, () -> {
                exchange.sendResponseHeaders(200, 0);
                out[0] = exchange.getResponseBody();
                out[0].write(RETRY);
            });
            while (!reader.isOver()) {
                List<Event> events = reader.take(BEAT_SECONDS, TimeUnit.SECONDS);
                limits.within(WRITE_SECONDS, TimeUnit.SECONDS, () -> write(events, out[0]));
            }
        } catch (IOException e) {
            log.debug("A reader of events is gone: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leave(reader);
        }
    }

    private static void write(List<Event> events, OutputStream out) throws IOException {
        if (events.isEmpty()) {
            out.write(BEAT);
        }
        for (Event event : events) {
            out.write(event.text().getBytes(StandardCharsets.UTF_8));
        }
        out.flush();
    }

    /** Sends what there is to readers that take it, and ends. */
    @Override
    public void close() {
        feed.end();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
                threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
