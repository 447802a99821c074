package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.ephemeralftp.server.lease.EngineRig.await;
import static org.ephemeralftp.server.lease.EngineRig.isTurnedAway;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.ephemeralftp.server.ports.PortSet;

/** What observers are told, and what they may do. */
@Timeout(30)
class LeaseObserverTest {
    private static final PortSet ONE = PortSet.of(20500);

    /** Writes down what it is told. */
    private static class Diary implements LeaseObserver {
        final List<String> entries = new CopyOnWriteArrayList<>();

        @Override
        public void granted(LeaseView lease) {
            entries.add("granted " + lease.port() + " to " + lease.client());
        }

        @Override
        public void ended(LeaseView lease, ReleaseCause cause) {
            entries.add("ended " + lease.port() + " of " + lease.client() + " " + cause);
        }

        @Override
        public void refused(ClientKey client, String owner, LeaseCounts counts) {
            entries.add("refused " + client + " with " + counts.leased() + " leased");
        }

        @Override
        public void stranger(InetSocketAddress peer, InetSocketAddress listener) {
            entries.add("stranger " + peer.getAddress().getHostAddress() + " at " + listener.getPort());
        }

        @Override
        public void bindFailed(InetSocketAddress listener, String reason) {
            entries.add("not bound " + listener.getPort() + ": " + reason);
        }
    }

    @Test
    void a_request_that_waited_tells_for_how_long_before_its_end() throws Exception {
        Duration wait = Duration.ofMillis(20);
        try (EngineRig rig = new EngineRig(ONE, options -> options.leaseWait(wait))) {
            rig.session(2).lease();
            List<Duration> waits = new CopyOnWriteArrayList<>();
            Diary diary = new Diary() {
                @Override
                public void waited(ClientKey client, String owner, Duration time) {
                    waits.add(time);
                    entries.add("waited " + client);
                }
            };
            rig.leases.observe(diary);
            LeaseHolder second = rig.session(2);
            assertThatExceptionOfType(NoPortFreeException.class).isThrownBy(second::lease);
            await().until(() -> diary.entries.size() == 2);
            assertThat(diary.entries.get(0)).startsWith("waited ");
            assertThat(diary.entries.get(1)).startsWith("refused ");
            assertThat(waits).singleElement().satisfies(time -> assertThat(time).isGreaterThanOrEqualTo(wait));
        }
    }

    @Test
    void observers_see_everything_in_order() throws Exception {
        try (EngineRig rig = new EngineRig(ONE, options -> options.leaseWait(Duration.ofMinutes(1)))) {
            Diary diary = new Diary();
            rig.leases.observe(diary);
            LeaseHolder session = rig.session(2);
            rig.binder.duringNextBind(address -> {
                throw new BindException("Address already in use");
            });
            PortLease lease = session.lease();
            assertThat(isTurnedAway(rig.connect(9, lease))).isTrue();
            rig.connect(2, lease);
            session.connection().close();
            session.lease();
            session.close();
            // Another thread may be the one that delivers.
            await().until(() -> diary.entries.size() == 6);
            assertThat(diary.entries.stream().distinct())
                    .containsExactly(
                            "not bound 20500: Address already in use",
                            "granted 20500 to 127.0.0.2",
                            "stranger 127.0.0.9 at 20500",
                            "ended 20500 of 127.0.0.2 CONNECTED",
                            "ended 20500 of 127.0.0.2 SESSION_CLOSED");
        }
    }

    @Test
    void an_observer_sees_refusals_with_their_counts() throws Exception {
        try (EngineRig rig = new EngineRig(ONE, options -> options.leaseWait(Duration.ZERO))) {
            Diary diary = new Diary();
            rig.session(2).lease();
            rig.leases.observe(diary);
            assertThat(rig.inBackground(rig.session(2)::lease)).failsWithin(Duration.ofSeconds(10));
            await().untilAsserted(() -> assertThat(diary.entries).containsExactly("refused 127.0.0.2 with 1 leased"));
            rig.leases.unobserve(diary);
            assertThat(rig.inBackground(rig.session(2)::lease)).failsWithin(Duration.ofSeconds(10));
            assertThat(diary.entries).hasSize(1);
        }
    }

    @Test
    void an_observer_that_throws_does_no_harm() throws Exception {
        try (EngineRig rig = new EngineRig(ONE)) {
            Diary diary = new Diary();
            rig.leases.observe(new LeaseObserver() {
                @Override
                public void granted(LeaseView lease) {
                    throw new IllegalStateException("observer");
                }

                @Override
                public void ended(LeaseView lease, ReleaseCause cause) {
                    throw new AssertionError("observer");
                }
            });
            rig.leases.observe(diary);
            LeaseHolder session = rig.session(2);
            rig.connect(2, session.lease());
            session.connection().close();
            session.lease();
            await().until(() -> diary.entries.size() == 3);
        }
    }

    @Test
    void an_observer_may_end_a_session() throws Exception {
        try (EngineRig rig = new EngineRig(ONE)) {
            Diary diary = new Diary();
            LeaseHolder session = rig.session(2);
            rig.leases.observe(new LeaseObserver() {
                @Override
                public void granted(LeaseView lease) {
                    session.close();
                }
            });
            rig.leases.observe(diary);
            PortLease lease = session.lease();
            await().until(() -> diary.entries.size() == 2);
            assertThat(lease.cause()).isEqualTo(ReleaseCause.SESSION_CLOSED);
            assertThat(diary.entries)
                    .containsExactly("granted 20500 to 127.0.0.2", "ended 20500 of 127.0.0.2 SESSION_CLOSED");
        }
    }

    /** Asks another thread for something at each event, and waits for the answer as if they shared a lock. */
    private static final class Curious implements LeaseObserver {
        private final EngineRig rig;
        private final Callable<?> question;
        private volatile boolean answered = true;

        Curious(EngineRig rig, Callable<?> question) {
            this.rig = rig;
            this.question = question;
        }

        private void ask() {
            try {
                rig.inBackground(question).get(3, TimeUnit.SECONDS);
            } catch (TimeoutException | InterruptedException e) {
                answered = false;
            } catch (ExecutionException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void granted(LeaseView lease) {
            ask();
        }

        @Override
        public void ended(LeaseView lease, ReleaseCause cause) {
            ask();
        }

        @Override
        public void stranger(InetSocketAddress peer, InetSocketAddress listener) {
            ask();
        }
    }

    @Test
    void no_lock_of_the_engine_is_held_while_observers_are_called() throws Exception {
        try (EngineRig rig = new EngineRig(ONE)) {
            Curious curious = new Curious(rig, rig.leases::snapshot);
            rig.leases.observe(curious);
            LeaseHolder session = rig.session(2);
            rig.connect(2, session.lease());
            session.connection().close();
            session.lease();
            rig.leases.close();
            assertThat(curious.answered).isTrue();
        }
    }

    @Test
    void no_lock_of_a_listener_is_held_while_observers_are_called() throws Exception {
        try (EngineRig rig = new EngineRig(ONE)) {
            PortLease lease = rig.session(3).lease();
            Curious curious = new Curious(rig, () -> {
                rig.leases.listener(lease.slot(), lease.holder().pool()).tryAccept();
                return null;
            });
            rig.leases.observe(curious);
            LeaseHolder session = rig.session(2);
            assertThat(isTurnedAway(rig.connect(9, session.lease()))).isTrue();
            rig.connect(2, lease);
            session.connection().close();
            assertThat(curious.answered).isTrue();
        }
    }
}
