package org.ephemeralftp.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.testing.Machine;

/**
 * Thousands of clients that do what they like, several at once: nothing fails inside, nothing is left of them, and who
 * comes next is served.
 *
 * <p>Each is determined by a seed and its number. {@code -Dfuzz.seed=S -Dfuzz.only=N}, or {@code N-M}, has just those done
 * again, {@code -Dfuzz.times=N} as often, because the network cuts what is sent in other places each time. {@code
 * -Dfuzz.inputs=N} says how many there are; with the profile {@code long} it is 100,000.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class FuzzIT {
    private static final int CLIENTS = 12;
    private static final int INPUTS = Machine.takesItsTime() ? 100_000 : 5_000;
    private static final int BATCH = 1_000;
    /** So many beforehand, so that everything is loaded that needs files to be opened. */
    private static final int WARMING = 100;

    private static final Integer[] REACHED = {
        150, 200, 211, 212, 213, 220, 221, 226, 227, 229, 230, 250, 257, 331, 350, 425, 426, 500, 501, 522, 530, 550
    };

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("fuzz.seed", 20);
    private final Set<Integer> running = new ConcurrentSkipListSet<>();
    /** How often each reply was given. */
    private final Map<Integer, Integer> codes = new ConcurrentSkipListMap<>();

    @Test
    void whatever_clients_do_is_over_when_they_are_gone() throws Exception {
        long began = System.nanoTime();
        String only = System.getProperty("fuzz.only");
        int first = only == null ? 0 : Integer.parseInt(only.replaceFirst("-.*", ""));
        int last = only == null
                ? Integer.getInteger("fuzz.inputs", INPUTS) - 1
                : Integer.parseInt(only.replaceFirst(".*-", ""));
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (ErrorLog log = new ErrorLog(() -> "while these ran: " + running);
                FuzzYard yard = new FuzzYard(directory.toRealPath())) {
            yard.tidy();
            run(threads, yard, log, seed + 1, 0, WARMING - 1);
            yard.remember();
            for (int time = 0; time < Integer.getInteger("fuzz.times", 1); time++) {
                runBatches(threads, yard, log, first, last);
            }
        } finally {
            threads.shutdownNow();
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Machine.serverThreads()).isEmpty());
        System.out.printf(
                "fuzz: inputs %d to %d of seed %d in %.1f s, with these replies: %s%n",
                first, last, seed, (System.nanoTime() - began) / 1e9, codes);
        if (last - first >= BATCH) {
            assertThat(codes).as("replies that say how far the clients got").containsKeys(REACHED);
        }
    }

    private void runBatches(ExecutorService threads, FuzzYard yard, ErrorLog log, int first, int last)
            throws Exception {
        for (int from = first; from <= last; from += BATCH) {
            int to = Math.min(last, from + BATCH - 1);
            run(threads, yard, log, seed, from, to);
            try {
                yard.assertNothingIsLeft();
                assertThat(log.errors()).isEmpty();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("After -Dfuzz.seed=" + seed + " -Dfuzz.only=" + from + "-" + to, e);
            }
        }
    }

    private void run(ExecutorService threads, FuzzYard yard, ErrorLog log, long seed, int from, int to)
            throws Exception {
        List<Future<?>> inputs = new ArrayList<>();
        for (int number = from; number <= to; number++) {
            Script script = Script.of(seed, number);
            inputs.add(threads.submit(() -> {
                running.add(script.number());
                try {
                    FuzzClient.run(script, yard.port(), yard::look).forEach(code -> codes.merge(code, 1, Integer::sum));
                } finally {
                    running.remove(script.number());
                }
                return null;
            }));
        }
        for (Future<?> input : inputs) {
            try {
                input.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof AssertionError failure) {
                    // At once: what has gone wrong may keep the server from being closed.
                    log.add("An input failed: " + failure.getMessage());
                    throw failure;
                }
                throw e;
            }
        }
    }
}
