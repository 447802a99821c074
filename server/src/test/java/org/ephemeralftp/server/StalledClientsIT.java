package org.ephemeralftp.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.lease.LeaseCounts;
import org.ephemeralftp.server.lease.LeaseTotals;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.testing.SparseFile;
import org.ephemeralftp.server.testing.Way;

/** A hundred clients that stall in every way at once: each ends at its limit, and they are in nobody's way. */
@Timeout(300)
class StalledClientsIT {
    private static final int CLIENTS = 100;
    private static final int ADDRESSES = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path home;

    @Test
    void each_ends_at_its_limit_and_who_behaves_well_is_served_meanwhile() throws Exception {
        SparseFile.create(home.resolve("big"), StallYard.BIG);
        List<Turn> turns = turns();
        int limited =
                (int) turns.stream().filter(turn -> turn.stall().isLimited()).count();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (StallYard yard = new StallYard(home, "22320-22329", CLIENTS, limited)) {
            serve(yard, threads, () -> true);
            awaitSilence(yard);
            int descriptors = Machine.descriptors();

            List<Future<Duration>> stalled = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Turn turn = turns.get(i);
                Way way = turn.way().from(2 + i % ADDRESSES);
                stalled.add(threads.submit(new StalledClient(yard, i, turn.stall(), way)::run));
            }
            List<Served> served = serve(yard, threads, () -> stalled.stream().allMatch(Future::isDone));
            System.out.print(table(turns, stalled, served));
            assertThat(served).allMatch(client -> client.stalledMeanwhile() > 0);
            awaitSilence(yard);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Machine.descriptors()).isLessThanOrEqualTo(descriptors));
        } finally {
            threads.shutdownNow();
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Machine.serverThreads()).isEmpty());
    }

    private record Turn(Stall stall, Way way) {}

    /** Every stall in every way it is possible, again and again. */
    private static List<Turn> turns() {
        List<Turn> all = Stream.of(Stall.values())
                .flatMap(stall -> Way.all().filter(stall::isFor).map(way -> new Turn(stall, way)))
                .toList();
        assertThat(all).hasSizeLessThanOrEqualTo(CLIENTS);
        return Stream.generate(() -> all).flatMap(List::stream).limit(CLIENTS).toList();
    }

    /** What one well-behaved client did. */
    private record Served(int rounds, int stalledMeanwhile) {}

    /** Lets a client a way do whole round trips until something is over; none of them sees an error. */
    private static List<Served> serve(StallYard yard, ExecutorService threads, BooleanSupplier over) throws Exception {
        List<Future<Served>> clients = Way.all()
                .map(way -> threads.submit(() -> serve(yard, way, over)))
                .toList();
        List<Served> served = new ArrayList<>();
        for (Future<Served> client : clients) {
            served.add(client.get());
        }
        return served;
    }

    private static Served serve(StallYard yard, Way way, BooleanSupplier over) throws Exception {
        int rounds = 0;
        int meanwhile = 0;
        try (ControlConnection control = way.logIn(yard.server, "u", "p")) {
            do {
                int before = yard.stalled.get();
                roundTrip(control, way, new Random(rounds));
                meanwhile = Math.max(meanwhile, Math.min(before, yard.stalled.get()));
                rounds++;
                yard.limited.await(100, TimeUnit.MILLISECONDS);
            } while (!over.getAsBoolean());
            control.expect("QUIT", 221);
        }
        return new Served(rounds, meanwhile);
    }

    private static void roundTrip(ControlConnection control, Way way, Random random) throws IOException {
        String name = "good-" + way.toString().replace(' ', '-');
        byte[] content = new byte[100_000 + random.nextInt(200_000)];
        random.nextBytes(content);
        way.mode().send(control, "STOR " + name, content);
        assertThat(way.mode().receive(control, "RETR " + name)).isEqualTo(content);
        assertThat(new String(way.mode().receive(control, "LIST " + name), UTF_8))
                .matches("-rw.* " + content.length + " .* " + name + "\\R");
        control.expect("DELE " + name, 250);
    }

    private void awaitSilence(StallYard yard) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            LeaseCounts counts = yard.server.snapshot().counts();
            assertThat(counts.pending()).isZero();
            assertThat(counts.arrived()).isZero();
            assertThat(counts.connected()).isZero();
            assertThat(counts.waiting()).isZero();
            assertThat(counts.listening()).isZero();
            assertThat(Machine.busyThreads()).isEmpty();
            try (Stream<Path> files = Files.list(home)) {
                assertThat(files).containsExactly(home.resolve("big"));
            }
        });
        LeaseTotals totals = yard.server.snapshot().totals();
        assertThat(totals.granted()).isEqualTo(totals.endedInAll());
        assertThat(totals.refused()).isZero();
        assertThat(totals.strangers()).isZero();
    }

    private static String table(List<Turn> turns, List<Future<Duration>> stalled, List<Served> served)
            throws Exception {
        Map<Stall, List<Double>> seconds = new EnumMap<>(Stall.class);
        for (int i = 0; i < CLIENTS; i++) {
            seconds.computeIfAbsent(turns.get(i).stall(), stall -> new ArrayList<>())
                    .add(stalled.get(i).get().toMillis() / 1000.0);
        }
        StringBuilder table = new StringBuilder();
        seconds.forEach((stall, all) -> table.append("%-30s %3d clients, limit %2d s, ended after %5.2f to %5.2f s%n"
                .formatted(stall, all.size(), stall.limit().toSeconds(), Collections.min(all), Collections.max(all))));
        served.forEach(client -> table.append("well-behaved: %d round trips, up to %d stalled meanwhile%n"
                .formatted(client.rounds(), client.stalledMeanwhile())));
        return table.toString();
    }
}
