package org.ephemeralftp.docker.soak;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Workers that each make one visit after the other, of kinds drawn at random. */
final class Traffic implements AutoCloseable {
    private static final int WORKERS = 6;
    private static final long LIMIT_SECONDS = 300;

    private final ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
    private final Books books = new Books();
    private final List<Visit> visitors = new ArrayList<>();
    private final List<Map.Entry<String, Visit.Kind>> kinds =
            List.copyOf(Kinds.all().entrySet());
    private final List<Future<?>> working = new ArrayList<>();
    private final AtomicLong made = new AtomicLong();
    private volatile boolean going;
    private volatile boolean up;

    Traffic(Path directory, Site site) throws IOException {
        for (int i = 0; i < WORKERS; i++) {
            Path work = Files.createDirectory(directory.resolve("client-" + i));
            visitors.add(new Visit(site, books, work, i, new Random(i)));
        }
    }

    Books books() {
        return books;
    }

    void serverIsUp() {
        up = true;
    }

    /** From now on visits may fail, and so may those that are being made. */
    void serverGoesDown() {
        up = false;
    }

    /** One visit of each kind. */
    void once() throws InterruptedException {
        for (Visit visitor : visitors) {
            working.add(threads.submit(() -> {
                for (int i = visitor.worker(); i < kinds.size(); i += WORKERS) {
                    visit(visitor, kinds.get(i));
                }
            }));
        }
        join();
    }

    /** As many as there is time for; when this returns, all are over. */
    void runFor(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        start(() -> System.nanoTime() < end);
        join();
    }

    /** Visits until {@link #halt}. */
    void begin() {
        going = true;
        start(() -> going);
    }

    /** Waits until some visits have been made, so that others are being made. */
    void awaitSome() {
        long before = made.get();
        await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> made.get() >= before + 2L * WORKERS);
    }

    /** Ends what {@link #begin} began. */
    void halt() throws InterruptedException {
        going = false;
        join();
    }

    private interface Condition {
        boolean holds();
    }

    private void start(Condition more) {
        for (Visit visitor : visitors) {
            working.add(threads.submit(() -> {
                while (more.holds()) {
                    visit(visitor, kinds.get(visitor.random().nextInt(kinds.size())));
                    if (!up) {
                        break;
                    }
                }
            }));
        }
    }

    private void join() throws InterruptedException {
        try {
            for (Future<?> each : working) {
                each.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
            working.clear();
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("a worker did not end as it should", e);
        }
    }

    private void visit(Visit visitor, Map.Entry<String, Visit.Kind> kind) {
        try {
            kind.getValue().run(visitor);
            books.visited(kind.getKey());
        } catch (Exception | AssertionError e) {
            if (up) {
                books.complain(kind.getKey() + ": " + e);
            } else {
                books.cut(kind.getKey());
            }
        } finally {
            made.incrementAndGet();
        }
    }

    @Override
    public void close() {
        going = false;
        threads.shutdownNow();
    }
}
