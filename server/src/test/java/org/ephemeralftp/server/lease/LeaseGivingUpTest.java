package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ephemeralftp.server.lease.EngineRig.await;
import static org.ephemeralftp.server.lease.EngineRig.isBindable;

import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.ephemeralftp.server.ports.PortSet;

/** A session, or the whole engine, that gives up while another thread is in the middle of something. */
@Timeout(30)
class LeaseGivingUpTest {
    private static final PortSet PORTS = PortSet.range(20350, 20359);

    private static void assertEnded(ThrowingCallable call, @Nullable ReleaseCause cause) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        LeaseEndedException.class,
                        e -> assertThat(e.releaseCause()).isEqualTo(cause));
    }

    @Test
    void giving_up_during_a_bind_that_fails_ends_the_request() throws Exception {
        try (EngineRig rig = new EngineRig(PORTS)) {
            LeaseHolder session = rig.session(2);
            rig.binder.duringNextBind(address -> {
                session.release(ReleaseCause.ABORTED);
                throw new BindException("in use");
            });
            assertEnded(session::lease, ReleaseCause.ABORTED);
            assertThat(rig.counts().pending()).isZero();
            assertThat(rig.binder.tried).hasSize(1);
        }
    }

    @Test
    void giving_up_during_a_bind_that_succeeds_ends_the_request() throws Exception {
        try (EngineRig rig = new EngineRig(PORTS)) {
            LeaseHolder session = rig.session(2);
            rig.binder.duringNextBind(address -> session.release(ReleaseCause.ABORTED));
            assertEnded(session::lease, ReleaseCause.ABORTED);
            assertThat(rig.counts().pending()).isZero();
            assertThat(rig.totals().granted()).isZero();
            assertThat(session.lease().state()).isEqualTo(LeaseState.PENDING);
        }
    }

    @Test
    void giving_up_between_two_tries_ends_the_request() throws Exception {
        try (PoolRig rig = new PoolRig(PORTS)) {
            LeaseHolder session = rig.session(2);
            rig.pool.listeners().bindFailed(rig.reserve(session), "in use");
            rig.pool.release(session, ReleaseCause.ABORTED);
            assertEnded(() -> rig.retry(session), ReleaseCause.ABORTED);
            rig.lease(session);
        }
    }

    @Test
    void a_reservation_is_nothing_to_wait_for() throws Exception {
        try (PoolRig rig = new PoolRig(PORTS)) {
            LeaseHolder session = rig.session(2);
            PortLease lease = rig.reserve(session);
            assertEnded(() -> rig.pool.awaitArrival(session), null);
            assertThat(lease.state()).isEqualTo(LeaseState.RESERVED);
        }
    }

    @Test
    void two_requests_of_one_session_at_once_leave_one_lease() throws Exception {
        try (EngineRig rig = new EngineRig(PORTS)) {
            LeaseHolder session = rig.session(2);
            for (int i = 0; i < 200; i++) {
                runTogether(rig, session::lease, session::lease);
                assertThat(rig.counts().pending()).isEqualTo(1);
            }
            session.close();
            assertThat(rig.counts().pending()).isZero();
            assertThat(rig.totals().granted()).isEqualTo(rig.totals().endedInAll());
        }
    }

    @Test
    void two_threads_that_wait_for_one_connection_leave_it_open() throws Exception {
        try (EngineRig rig = new EngineRig(PORTS)) {
            LeaseHolder session = rig.session(2);
            for (int i = 0; i < 200; i++) {
                PortLease lease = session.lease();
                rig.connect(2, lease);
                List<LeasedConnection> got = runTogether(rig, session::connection, session::connection);
                assertThat(got)
                        .hasSize(1)
                        .allMatch(connection -> connection.channel().isOpen());
                got.get(0).close();
            }
        }
    }

    /** What those returned that were not told that a lease ended. */
    private static <T> List<T> runTogether(EngineRig rig, Callable<T> first, Callable<T> second) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        Future<T> one = rig.inBackground(() -> {
            start.await();
            return first.call();
        });
        Future<T> two = rig.inBackground(() -> {
            start.await();
            return second.call();
        });
        return Stream.of(one, two).flatMap(LeaseGivingUpTest::result).toList();
    }

    private static <T> Stream<T> result(Future<T> future) {
        try {
            return Stream.of(future.get());
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(LeaseEndedException.class);
            return Stream.empty();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void the_server_stopping_during_a_bind_ends_the_request_and_closes_the_listener() throws Exception {
        try (EngineRig rig = new EngineRig(PortSet.of(20360))) {
            LeaseHolder session = rig.session(2);
            rig.binder.duringNextBind(address -> rig.leases.close());
            assertEnded(session::lease, ReleaseCause.SERVER_STOPPED);
            assertThat(isBindable(20360)).isTrue();
        }
    }

    @Test
    void the_server_stopping_before_a_request_refuses_it() throws Exception {
        try (EngineRig rig = new EngineRig(PORTS)) {
            LeaseHolder before = rig.session(2);
            rig.leases.close();
            assertEnded(before::lease, ReleaseCause.SERVER_STOPPED);
            assertEnded(rig.session(3)::lease, ReleaseCause.SERVER_STOPPED);
        }
    }

    @Test
    void the_server_stopping_closes_connections_nobody_used_and_says_so() throws Exception {
        try (EngineRig rig = new EngineRig(PORTS)) {
            LeaseHolder session = rig.session(2);
            var client = rig.connect(2, session.lease());
            await().until(() -> rig.counts().arrived() == 1);
            rig.leases.close();
            assertThat(EngineRig.isTurnedAway(client)).isTrue();
            assertEnded(session::connection, ReleaseCause.SERVER_STOPPED);
        }
    }

    @Test
    void an_interrupted_request_leaves_nothing_behind() throws Exception {
        try (EngineRig rig = new EngineRig(PortSet.of(20361), options -> options.leaseWait(Duration.ofMinutes(1)))) {
            LeaseHolder first = rig.session(2);
            PortLease held = first.lease();
            LeaseHolder second = rig.session(2);
            Future<PortLease> waiting = rig.inBackground(second::lease);
            await().until(() -> rig.counts().waiting() == 1);
            waiting.cancel(true);
            await().until(() -> rig.counts().waiting() == 0);
            assertThat(held.state()).isEqualTo(LeaseState.PENDING);
        }
    }

    @Test
    void an_interrupt_closes_no_socket() throws Exception {
        try (EngineRig rig = new EngineRig(PORTS)) {
            LeaseHolder session = rig.session(2);
            Future<LeasedConnection> interrupted = rig.inBackground(() -> {
                PortLease lease = session.lease();
                Thread.currentThread().interrupt();
                rig.connect(2, lease);
                return session.connection();
            });
            try (LeasedConnection connection = interrupted.get()) {
                assertThat(connection.channel().isOpen()).isTrue();
            }
            rig.connect(2, session.lease());
            session.connection().close();
        }
    }
}
