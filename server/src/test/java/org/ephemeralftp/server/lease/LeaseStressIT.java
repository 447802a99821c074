package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.ephemeralftp.server.lease.StressSession.Act;
import org.ephemeralftp.server.ports.PortSet;

/** Many sessions at once over real sockets, with every kind of trouble, and nothing left over in the end. */
@Timeout(120)
class LeaseStressIT {
    private static final Duration LIMIT = Duration.ofMillis(1500);

    /** Grants and ends as an observer sees them: one pending lease per port and client, each one ended once. */
    private static final class Witness implements LeaseObserver {
        private final Map<String, LeaseView> pending = new ConcurrentHashMap<>();
        private final List<String> faults = new ArrayList<>();

        @Override
        public void granted(LeaseView lease) {
            LeaseView other = pending.put(lease.address() + " " + lease.client(), lease);
            if (other != null) {
                faults.add(lease + " beside " + other);
            }
        }

        @Override
        public void ended(LeaseView lease, ReleaseCause cause) {
            LeaseView granted = pending.remove(lease.address() + " " + lease.client());
            if (granted == null || !granted.owner().equals(lease.owner())) {
                faults.add(lease + " ended, pending was " + granted);
            }
        }

        @Override
        public void bindFailed(InetSocketAddress listener, String reason) {
            faults.add(listener + " could not be bound: " + reason);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "21000, 21009, 1000, false",
        "21010, 21999, 1000, false",
        "21000, 21009, 0, false",
        "21000, 21009, 0, true"
    })
    void every_connection_reaches_its_session_whatever_others_do(int first, int last, int linger, boolean kept)
            throws Exception {
        PortSet ports = Loopback.freePorts(first, last);
        LeaseConfig config = LeaseConfig.builder(ports)
                .leaseTimeout(Duration.ofMillis(700))
                .leaseWait(Duration.ofSeconds(20))
                .listenerLinger(Duration.ofMillis(linger))
                .rest(Duration.ofMillis(500))
                .build();
        stress(config, kept, (leases, helpers) -> {
            List<Callable<Integer>> sessions = new ArrayList<>();
            for (int host = 2; host <= 200; host++) {
                sessions.add(new StressSession(leases, Loopback.address(host), host, Act.ANY, 60, LIMIT, helpers));
            }
            return sessions;
        });
    }

    @Test
    void sessions_behind_one_address_are_told_apart_by_their_ports() throws Exception {
        LeaseConfig config = LeaseConfig.builder(Loopback.freePorts(21000, 21009))
                .leaseWait(Duration.ofSeconds(60))
                .leaseTimeout(Duration.ofSeconds(60))
                .rest(Duration.ofMillis(500))
                .build();
        stress(config, false, (leases, helpers) -> {
            List<Callable<Integer>> sessions = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                InetAddress client = Loopback.address(2 + i % 4);
                sessions.add(new StressSession(leases, client, i, Act.PUNCTUAL, 60, LIMIT, helpers));
            }
            return sessions;
        });
    }

    @FunctionalInterface
    private interface Cast {
        List<Callable<Integer>> sessions(PortLeases leases, ExecutorService helpers);
    }

    private static void stress(LeaseConfig config, boolean kept, Cast cast) throws Exception {
        Set<Thread> threadsBefore = Loopback.engineThreads();
        long socketsBefore = warmUp(config);
        Witness witness = new Witness();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService helpers = Executors.newCachedThreadPool();
        try (PortLeases leases = PortLeases.start(config)) {
            leases.observe(witness);
            if (kept) {
                leases.keepListening(Loopback.SERVER);
            }
            List<Future<?>> strangers = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(
                            i -> helpers.submit(() -> intrude(config.ports(), Loopback.address(210 + i), over)))
                    .toList();
            List<Callable<Integer>> sessions = cast.sessions(leases, helpers);
            ExecutorService commands = Executors.newFixedThreadPool(sessions.size());
            int served = 0;
            try {
                for (Future<Integer> session : commands.invokeAll(sessions)) {
                    served += session.get();
                }
            } finally {
                commands.shutdownNow();
                over.set(true);
            }
            for (Future<?> stranger : strangers) {
                stranger.get();
            }
            assertThat(served).isPositive();
            assertThat(leases.snapshot().totals().strangers()).isPositive();
            allHasEnded(leases);
            if (kept) {
                assertThat(leases.snapshot().counts().listening())
                        .isEqualTo(config.ports().size());
                leases.close();
            } else {
                allIsForgotten(leases);
            }
            assertThat(config.ports().stream().filter(port -> !Loopback.isBindable(port)))
                    .isEmpty();
            await("all sockets closed").until(() -> Loopback.openSockets() <= socketsBefore);
            assertThat(witness.faults).isEmpty();
            assertThat(witness.pending).isEmpty();
        } finally {
            helpers.shutdownNow();
        }
        assertThat(threadsBefore).containsAll(Loopback.engineThreads());
    }

    /** Opens what the platform opens once and for all, and returns how many sockets there are then with an engine. */
    private static long warmUp(LeaseConfig config) throws Exception {
        try (PortLeases leases = PortLeases.start(config);
                ExecutorServices helpers = new ExecutorServices()) {
            new StressSession(leases, Loopback.address(2), 0, List.of(Act.CONNECT_LATE), 10, LIMIT, helpers.service)
                    .call();
            await().until(() -> leases.snapshot().counts().listening() == 0);
            return Loopback.openSockets();
        }
    }

    private record ExecutorServices(ExecutorService service) implements AutoCloseable {
        ExecutorServices() {
            this(Executors.newCachedThreadPool());
        }

        @Override
        public void close() {
            service.shutdownNow();
        }
    }

    /** Connects to one port after the other without a lease, and must never be heard or answered. */
    private static void intrude(PortSet ports, InetAddress from, AtomicBoolean over) {
        int[] numbers = ports.stream().toArray();
        SplittableRandom random = new SplittableRandom(from.hashCode());
        for (int i = 0; i < 5_000 && !over.get(); i++) {
            int port = numbers[random.nextInt(numbers.length)];
            assertThat(Loopback.isTurnedAway(from, new InetSocketAddress(Loopback.SERVER, port)))
                    .isTrue();
        }
    }

    private static void allHasEnded(PortLeases leases) {
        LeaseSnapshot end = leases.snapshot();
        assertThat(end.totals().granted()).isEqualTo(end.totals().endedInAll());
        assertThat(end.totals().bindFailures()).isZero();
        assertThat(end.totals().refused()).isZero();
        assertThat(end.leases()).isEmpty();
        assertThat(end.counts())
                .returns(0, LeaseCounts::pending)
                .returns(0, LeaseCounts::leased)
                .returns(0, LeaseCounts::waiting)
                .returns(0, LeaseCounts::arrived)
                .returns(0, LeaseCounts::connected);
    }

    private static void allIsForgotten(PortLeases leases) {
        LeaseSnapshot end = leases.snapshot();
        await("all listeners closed").until(() -> leases.snapshot().counts().listening() == 0);
        await("nothing remembered").until(() -> leases.snapshot().addresses().isEmpty());
        // Not all totals: the last stranger may have been counted a moment after it was reset.
        assertThat(leases.snapshot().totals())
                .as("the totals of a forgotten address")
                .returns(end.totals().granted(), LeaseTotals::granted)
                .returns(end.totals().ended(), LeaseTotals::ended);
    }
}
