package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.ephemeralftp.server.ports.PortSet;

/**
 * Random histories of a pool, each step compared with {@link LeaseModel}. A failure names its seed; run that one alone
 * with {@code -Dlease.model.seed=N}.
 */
@Timeout(60)
class LeaseModelTest {
    private static final int STEPS = 700;
    private static final Long ONLY_SEED = Long.getLong("lease.model.seed");

    static LongStream seeds() {
        return ONLY_SEED == null ? LongStream.rangeClosed(1, 24) : LongStream.of(ONLY_SEED);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_happens_the_pool_keeps_the_rules(long seed) throws Exception {
        try (History history = new History(seed)) {
            history.run();
        }
    }

    /** One pool, one model, and what both went through. */
    private static final class History implements AutoCloseable {
        private final long seed;
        private final Random random;
        private final PoolRig rig;
        private final PortPool pool;
        private final LeaseModel model;
        private final Map<Integer, PortSlot> slots = new LinkedHashMap<>();
        private final List<LeaseHolder> holders = new ArrayList<>();
        /** Reservations whose listener is being bound; their sessions may have given up since. */
        private final Map<PortLease, LeaseModel.Lease> opening = new LinkedHashMap<>();

        private final List<LeasedConnection> inUse = new ArrayList<>();
        private final List<PortSlot> closing = new ArrayList<>();
        private final List<Long> grantsSeen = new ArrayList<>();
        private final Deque<String> log = new ArrayDeque<>();

        History(long seed) throws IOException {
            this.seed = seed;
            random = new Random(seed);
            int size = 1 + random.nextInt(8);
            PortSet ports = PortSet.range(50000, 50000 + size - 1);
            rig = new PoolRig(
                    ports,
                    options -> options.random(new SeededRandom(seed))
                            .avoid(random.nextBoolean() ? PortSet.range(50000, 50000 + size / 2) : PortSet.empty())
                            .sharing(random.nextBoolean() ? PortSharing.CLIENT : PortSharing.OFF)
                            .peerCheck(random.nextInt(10) == 0 ? PeerCheck.off() : PeerCheck.on())
                            .listenerLinger(Duration.ofMillis(random.nextInt(3) * 500L))
                            .rest(Duration.ofSeconds(random.nextInt(4) == 0 ? 0 : 5))
                            .leaseTimeout(Duration.ofSeconds(3))
                            .maxLeasesPerClient(1 + random.nextInt(6)));
            pool = rig.pool;
            model = new LeaseModel(rig.config);
        }

        void run() throws Exception {
            for (int step = 0; step < STEPS; step++) {
                try {
                    step();
                    check();
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(
                            "seed " + seed + ", step " + step + ": " + e.getMessage() + "\nafter:\n"
                                    + String.join("\n", log),
                            e);
                }
            }
            assertThat(pool.stop()).containsExactlyInAnyOrderElementsOf(model.stop());
            check();
        }

        private void step() throws Exception {
            int dice = random.nextInt(100);
            if (holders.size() < 3 || dice < 5) {
                holders.add(rig.session(2 + random.nextInt(4)));
            } else if (dice < 30) {
                lease(one(holders));
            } else if (dice < 48) {
                open();
            } else if (dice < 53) {
                advertise(one(holders));
            } else if (dice < 70) {
                connect();
            } else if (dice < 76) {
                take();
            } else if (dice < 79) {
                drop();
            } else if (dice < 83) {
                closeConnection();
            } else if (dice < 87) {
                release(one(holders), random.nextBoolean() ? ReleaseCause.ABORTED : ReleaseCause.REPLACED);
            } else if (dice < 89) {
                close(one(holders));
            } else if (dice < 97) {
                passTime();
            } else if (dice < 99) {
                listenersClosed();
            } else if (random.nextInt(20) == 0) {
                withdraw();
            } else if (seed % 3 == 0 && !model.kept) {
                keep();
            }
        }

        private void lease(LeaseHolder holder) {
            if (opening.values().stream().anyMatch(lease -> lease.holder == holder)) {
                return; // It is at it already, and does one thing at a time.
            }
            release(holder, ReleaseCause.REPLACED);
            reserve(holder, false);
        }

        private void reserve(LeaseHolder holder, boolean retry) {
            boolean capped = model.isAtItsCap(holder.client());
            Set<Integer> candidates = model.candidates(holder.client());
            try {
                PortLease lease = retry ? rig.retry(holder) : rig.reserve(holder);
                note(holder.owner(), "reserves", lease.port());
                assertThat(capped).as("more leases than the client may have").isFalse();
                assertThat(candidates).as("ports to choose from").contains(lease.port());
                slots.put(lease.port(), lease.slot());
                opening.put(lease, model.reserve(holder, lease.port()));
            } catch (NoPortFreeException e) {
                note(holder.owner(), "is refused");
                model.refused++;
                assertThat(capped || candidates.isEmpty())
                        .as("refused, though %s were free", candidates)
                        .isTrue();
            } catch (LeaseException e) {
                throw new AssertionError(e);
            }
        }

        private void open() {
            if (opening.isEmpty()) {
                return;
            }
            PortLease lease = one(opening.keySet());
            LeaseModel.Lease expected = Objects.requireNonNull(opening.remove(lease));
            assertThat(model.closing)
                    .as("a port somebody is about to listen on")
                    .doesNotContain(lease.port());
            int luck = random.nextInt(10);
            if (luck < 2 && !model.listening.contains(lease.port())) {
                note(lease.port(), "cannot be bound");
                boolean wanted = model.leases.get(expected.holder) == expected;
                model.bindFailed(expected);
                pool.listeners().bindFailed(lease, "in use");
                if (wanted) {
                    reserve(expected.holder, true);
                }
            } else if (luck == 2) {
                note(lease.port(), ": nothing can be bound");
                model.cancel(expected);
                pool.cancel(lease);
            } else {
                note(lease.port(), "is open");
                assertThat(pool.grant(lease)).as("granted").isEqualTo(model.grant(expected));
            }
            grantsSeen.add(pool.grants());
        }

        private void advertise(LeaseHolder holder) {
            model.advertised(holder);
            pool.advertised(holder);
        }

        private void connect() throws IOException {
            if (slots.isEmpty()) {
                return;
            }
            List<LeaseModel.Lease> pending = model.leases.values().stream()
                    .filter(lease -> lease.granted)
                    .toList();
            PortSlot slot = one(slots.values());
            int host = 2 + random.nextInt(4);
            if (!pending.isEmpty() && random.nextInt(4) > 0) {
                LeaseModel.Lease lease = one(pending);
                slot = Objects.requireNonNull(slots.get(lease.port));
                host = hostOf(lease.client(), host);
            }
            // Now and then one whose peer took its time to say who it is.
            boolean late = !grantsSeen.isEmpty() && random.nextInt(4) == 0;
            LeasedConnection connection = rig.accept(slot, host, late ? one(grantsSeen) : pool.grants());
            note(connection.client(), "connects to", slot.port, ", late:", late);
            boolean matches = model.match(connection);
            assertThat(pool.match(connection)).as("matched").isEqualTo(matches);
            if (!matches && !replaced(connection)) {
                model.strangers++;
                pool.stranger(new InetSocketAddress(PoolRig.host(host), 1), slot);
                connection.channel().close();
            }
        }

        private boolean replaced(LeasedConnection fresh) throws IOException {
            List<LeasedConnection> earlier = pool.arrivals(fresh.slot(), fresh.client());
            assertThat(earlier)
                    .containsExactlyElementsOf(model.arrivals.keySet().stream()
                            .filter(c -> c.port() == fresh.port() && c.client().equals(fresh.client()))
                            .toList());
            if (earlier.isEmpty() || random.nextBoolean()) {
                return false;
            }
            LeasedConnection dead = one(earlier);
            boolean replaces = model.replace(dead, fresh);
            assertThat(pool.replace(dead, fresh)).as("replaced").isEqualTo(replaces);
            if (replaces) {
                note("it takes the place of a dead one");
                closeAndForget(dead);
            }
            return replaces;
        }

        private static int hostOf(ClientKey client, int anyone) {
            return client instanceof ClientKey.Address one ? one.address().getAddress()[3] : anyone;
        }

        private void take() {
            if (!model.arrivals.isEmpty()) {
                LeasedConnection connection = one(model.arrivals.keySet());
                note("the connection on", connection.port(), "is used");
                model.take(connection);
                assertThat(pool.take(connection)).isTrue();
                assertThat(pool.take(connection)).as("taken twice").isFalse();
                inUse.add(connection);
            }
        }

        private void drop() throws IOException {
            if (!model.arrivals.isEmpty()) {
                LeasedConnection connection = one(model.arrivals.keySet());
                note("the connection on", connection.port(), "was closed before use");
                model.drop(connection);
                pool.drop(connection);
                grantsSeen.add(pool.grants());
                closeAndForget(connection);
            }
        }

        private void closeConnection() throws IOException {
            if (!inUse.isEmpty()) {
                closeAndForget(inUse.remove(random.nextInt(inUse.size())));
            }
        }

        private void closeAndForget(LeasedConnection connection) throws IOException {
            model.closed(connection);
            connection.close();
        }

        private void release(LeaseHolder holder, ReleaseCause cause) {
            note(holder.owner(), ":", cause);
            closeUnused(model.release(holder, cause), pool.release(holder, cause));
        }

        private void close(LeaseHolder holder) {
            note(holder.owner(), "ends");
            closeUnused(model.release(holder, ReleaseCause.SESSION_CLOSED), pool.close(holder));
            holders.remove(holder);
        }

        private void closeUnused(@Nullable LeasedConnection expected, @Nullable LeasedConnection actual) {
            assertThat(actual).as("connection to be closed").isSameAs(expected);
            if (actual != null) {
                model.closed(actual);
                actual.closeQuietly();
            }
        }

        private void passTime() throws IOException {
            rig.ticker.advance(Duration.ofMillis(random.nextInt(5) == 0 ? random.nextInt(6000) : random.nextInt(300)));
            if (random.nextInt(4) == 0) {
                return; // The acceptor is late.
            }
            LeaseModel.Over expected = model.expire();
            PortPool.Expired over = pool.expire();
            note("time passes until", rig.ticker.nanos());
            assertThat(ports(over.unneeded())).as("unneeded").isEqualTo(expected.unneeded());
            assertThat(ports(over.unopened())).as("unopened").isEqualTo(model.missing());
            over.unopened().forEach(this::openKept);
            assertThat(over.unused()).as("unused").containsExactlyInAnyOrderElementsOf(expected.unused());
            // It may want to look sooner, at a listener that is needed again, but never later, and never without end.
            assertThat(over.nextDeadline())
                    .as("next deadline")
                    .isGreaterThan(rig.ticker.nanos())
                    .isLessThanOrEqualTo(expected.nextDeadline());
            closing.addAll(over.unneeded());
            for (LeasedConnection connection : over.unused()) {
                closeAndForget(connection);
            }
            if (random.nextBoolean()) {
                listenersClosed();
            }
        }

        private void listenersClosed() {
            model.listenersClosed(ports(closing));
            pool.listeners().closed(closing);
            closing.clear();
        }

        private void withdraw() {
            int port = one(rig.config.ports().stream().boxed().toList());
            note(port, "is withdrawn");
            model.withdraw(port);
            pool.listeners().withdraw(port);
        }

        /** From here on listeners stay open; they are opened at once, or when the acceptor gets to it. */
        private void keep() {
            note("listeners stay open");
            Set<Integer> missing = model.keep();
            List<PortSlot> unopened = pool.listeners().keep();
            assertThat(ports(unopened)).as("unopened").isEqualTo(missing);
            if (random.nextBoolean()) {
                unopened.forEach(this::openKept);
            } else {
                pool.listeners().openLater(unopened);
            }
        }

        private void openKept(PortSlot slot) {
            slots.put(slot.port, slot);
            if (random.nextInt(4) == 0) {
                note(slot.port, "cannot be opened to stay so");
                model.openFailed(slot.port);
                pool.listeners().openFailed(slot, "in use");
            } else {
                note(slot.port, "is opened to stay so");
                model.opened(slot.port);
                pool.listeners().opened(slot);
            }
        }

        private static Set<Integer> ports(Collection<PortSlot> slots) {
            return slots.stream().map(slot -> slot.port).collect(Collectors.toSet());
        }

        private void check() {
            Ledger ledger = new Ledger();
            AddressView view = pool.view(ledger);
            checkPorts(view.ports());
            checkCounts(view.counts());
            checkTotals(view.counts(), LeaseTotals.of(ledger));
        }

        private void checkPorts(List<PortView> views) {
            List<String> expected = new ArrayList<>();
            for (int port : rig.config.ports().toArray()) {
                expected.add(describe(
                        port,
                        model.state(port),
                        model.listening.contains(port),
                        model.connected.getOrDefault(port, 0),
                        model.leases.values().stream()
                                .filter(lease -> lease.granted && lease.port == port)
                                .map(lease -> lease.client() + " in " + lease.holder.owner())));
            }
            List<String> actual = new ArrayList<>();
            for (PortView view : views) {
                actual.add(describe(
                        view.port(),
                        view.state(),
                        view.listening(),
                        view.connected(),
                        view.leases().stream().map(lease -> lease.client() + " in " + lease.owner())));
                checkLeases(view);
            }
            assertThat(actual).isEqualTo(expected);
        }

        private static String describe(
                int port, PortState state, boolean listening, int connected, Stream<String> leases) {
            return port + " " + state + (listening ? " listening, " : ", ") + connected + " connected, "
                    + leases.sorted().toList();
        }

        private void checkLeases(PortView view) {
            long clients =
                    view.leases().stream().map(LeaseView::client).distinct().count();
            assertThat(clients)
                    .as("one lease per client")
                    .isEqualTo(view.leases().size());
            if (rig.config.sharing() == PortSharing.OFF) {
                assertThat(clients).as("no sharing").isLessThanOrEqualTo(1);
            }
        }

        private void checkCounts(LeaseCounts counts) {
            int states = counts.unused()
                    + counts.leased()
                    + counts.resting()
                    + counts.blocked()
                    + counts.closing()
                    + counts.withdrawn();
            assertThat(states).as("the states of all ports").isEqualTo(counts.ports());
            int connected = model.connected.values().stream().mapToInt(i -> i).sum();
            long pending = model.leases.values().stream()
                    .filter(lease -> lease.granted)
                    .count();
            assertThat(counts)
                    .isEqualTo(new LeaseCounts(
                            rig.config.ports().size(),
                            inState(PortState.UNUSED),
                            inState(PortState.LEASED),
                            inState(PortState.RESTING),
                            inState(PortState.BLOCKED),
                            inState(PortState.CLOSING),
                            inState(PortState.WITHDRAWN),
                            model.listening.size(),
                            (int) pending,
                            0,
                            model.arrivals.size(),
                            connected));
        }

        private int inState(PortState state) {
            return (int) rig.config.ports().stream()
                    .filter(port -> model.state(port) == state)
                    .count();
        }

        private void checkTotals(LeaseCounts counts, LeaseTotals totals) {
            assertThat(totals.granted())
                    .as("granted = pending + ended")
                    .isEqualTo(counts.pending() + totals.endedInAll());
            Map<ReleaseCause, Long> ended = new EnumMap<>(ReleaseCause.class);
            for (ReleaseCause cause : ReleaseCause.values()) {
                ended.put(cause, model.ended.getOrDefault(cause, 0L));
            }
            assertThat(totals)
                    .isEqualTo(new LeaseTotals(
                            model.granted, ended, totals.waited(), model.refused, model.strangers, model.bindFailures));
        }

        private <T> T one(Collection<T> items) {
            return items.stream().skip(random.nextInt(items.size())).findFirst().orElseThrow();
        }

        private void note(Object... words) {
            log.add(Arrays.stream(words).map(String::valueOf).collect(Collectors.joining(" ")));
            if (log.size() > 30) {
                log.remove();
            }
        }

        @Override
        public void close() {
            inUse.forEach(LeasedConnection::closeQuietly);
            rig.close();
        }
    }
}
