package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ephemeralftp.server.lease.EngineRig.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.ephemeralftp.server.ports.PortSet;

/** Invariant 10: requests for which nothing is free. */
@Timeout(30)
class LeaseWaitTest {
    private static final PortSet ONE = PortSet.of(20100);

    private static EngineRig patient(PortSharing sharing) throws IOException {
        return new EngineRig(ONE, options -> options.sharing(sharing).leaseWait(Duration.ofMinutes(1)));
    }

    /** Requests for each of these clients, in this order, all waiting. */
    private static List<Future<PortLease>> queue(EngineRig rig, int... clients) {
        List<Future<PortLease>> requests = new ArrayList<>();
        for (int client : clients) {
            int ahead = rig.counts().waiting();
            requests.add(rig.inBackground(rig.session(client)::lease));
            await().until(() -> rig.counts().waiting() == ahead + 1);
        }
        return requests;
    }

    private static void assertServedInOrder(LeaseHolder first, List<Future<PortLease>> requests) throws Exception {
        LeaseHolder holder = first;
        for (int i = 0; i < requests.size(); i++) {
            assertThat(requests.subList(i, requests.size())).noneMatch(Future::isDone);
            holder.release(ReleaseCause.ABORTED);
            holder = requests.get(i).get().holder();
        }
    }

    @Test
    void invariant_10_requests_of_one_client_are_served_in_their_order() throws Exception {
        try (EngineRig rig = patient(PortSharing.CLIENT)) {
            LeaseHolder first = rig.session(2);
            first.lease();
            assertServedInOrder(first, queue(rig, 2, 2, 2, 2));
        }
    }

    @Test
    void invariant_10_a_client_that_waits_does_not_keep_another_from_sharing() throws Exception {
        try (EngineRig rig = patient(PortSharing.CLIENT)) {
            LeaseHolder first = rig.session(2);
            first.lease();
            List<Future<PortLease>> waiting = queue(rig, 2, 2);
            assertThat(rig.session(3).lease().port()).isEqualTo(20100);
            assertServedInOrder(first, waiting);
        }
    }

    @Test
    void invariant_10_without_sharing_all_clients_wait_in_one_line() throws Exception {
        try (EngineRig rig = patient(PortSharing.OFF)) {
            LeaseHolder first = rig.session(2);
            first.lease();
            assertServedInOrder(first, queue(rig, 3, 2, 4, 3, 5));
        }
    }

    @Test
    void invariant_10_the_one_whose_turn_it_is_leaves_and_the_next_is_served() throws Exception {
        try (EngineRig rig = patient(PortSharing.OFF)) {
            LeaseHolder first = rig.session(2);
            first.lease();
            List<Future<PortLease>> waiting = queue(rig, 3, 4);
            waiting.get(0).cancel(true);
            await().until(() -> rig.counts().waiting() == 1);
            first.release(ReleaseCause.ABORTED);
            assertThat(waiting.get(1).get().client()).hasToString("127.0.0.4");
        }
    }

    @Test
    void invariant_10_the_wait_is_bounded_and_its_end_tells_the_counts() throws Exception {
        try (EngineRig rig = new EngineRig(ONE, options -> options.leaseWait(Duration.ofMillis(20)))) {
            rig.session(2).lease();
            assertThatThrownBy(rig.session(2)::lease)
                    .isInstanceOf(NoPortFreeException.class)
                    .hasMessageContaining("127.0.0.2")
                    .hasMessageContaining("1 port: 0 unused, 1 leased, 0 resting, 0 blocked; 1 lease pending");
            assertThat(rig.totals().refused()).isOne();
            assertThat(rig.totals().waited()).isOne();
            assertThat(rig.counts().waiting()).isZero();
        }
    }

    @Test
    void invariant_10_a_wait_of_zero_is_no_wait() throws Exception {
        try (EngineRig rig = new EngineRig(ONE, options -> options.leaseWait(Duration.ZERO))) {
            LeaseHolder first = rig.session(2);
            first.lease();
            assertThatThrownBy(rig.session(2)::lease).isInstanceOf(NoPortFreeException.class);
            first.release(ReleaseCause.ABORTED);
            assertThat(rig.session(2).lease().port()).isEqualTo(20100);
        }
    }

    @Test
    void invariant_10_a_wait_ends_when_a_number_can_be_bound_again() throws Exception {
        try (EngineRig rig = patient(PortSharing.CLIENT)) {
            rig.binder.held.add(20100);
            List<Future<PortLease>> waiting = queue(rig, 2, 3);
            rig.binder.held.clear();
            assertThat(waiting.get(0).get().port()).isEqualTo(20100);
            assertThat(waiting.get(1).get().port()).isEqualTo(20100);
        }
    }

    @Test
    void invariant_10_a_wait_ends_when_a_lease_times_out() throws Exception {
        try (EngineRig rig = new EngineRig(
                ONE, options -> options.leaseTimeout(Duration.ofMillis(50)).leaseWait(Duration.ofMinutes(1)))) {
            rig.session(2).lease();
            assertThat(rig.session(2).lease().port()).isEqualTo(20100);
            assertThat(rig.totals().ended(ReleaseCause.TIMED_OUT)).isOne();
        }
    }

    @Test
    void invariant_10_a_client_has_no_more_leases_than_it_may() throws Exception {
        try (PoolRig rig = new PoolRig(PortSet.range(50000, 50009), options -> options.maxLeasesPerClient(2))) {
            rig.lease(2);
            rig.lease(2);
            assertThatThrownBy(() -> rig.lease(2))
                    .isInstanceOf(NoPortFreeException.class)
                    .hasMessageContaining("has 2 leases pending, as many as it may")
                    .hasMessageContaining("10 ports: 8 unused");
            rig.lease(3);
        }
    }

    @Test
    void invariant_10_a_client_has_no_more_leases_than_it_may_even_if_it_waited_for_them() throws Exception {
        PortSet ports = PortSet.range(20101, 20103);
        try (EngineRig rig =
                new EngineRig(ports, options -> options.maxLeasesPerClient(2).leaseWait(Duration.ofMinutes(1)))) {
            ports.stream().forEach(rig.binder.held::add);
            List<Future<PortLease>> waiting = queue(rig, 2, 2, 2, 2);
            rig.binder.held.clear();
            await().until(() -> waiting.stream().allMatch(Future::isDone));
            assertThat(rig.counts().pending()).isEqualTo(2);
            assertThat(waiting.subList(2, 4))
                    .allSatisfy(refused -> assertThatThrownBy(refused::get)
                            .hasCauseInstanceOf(NoPortFreeException.class)
                            .hasMessageContaining("as many as it may"));
        }
    }

    @Test
    void invariant_10_a_client_has_no_more_waiting_requests_than_it_may() throws Exception {
        try (EngineRig rig =
                new EngineRig(ONE, options -> options.maxWaitersPerClient(1).leaseWait(Duration.ofMinutes(1)))) {
            rig.session(2).lease();
            rig.session(3).lease();
            queue(rig, 2);
            assertThatThrownBy(rig.session(2)::lease)
                    .isInstanceOf(NoPortFreeException.class)
                    .hasMessageContaining("enough requests wait")
                    .hasMessageContaining("1 request waiting");
            queue(rig, 3);
        }
    }

    @Test
    void invariant_10_a_wait_ends_when_the_session_gives_up() throws Exception {
        assertWaitEnds(session -> session.release(ReleaseCause.ABORTED), ReleaseCause.ABORTED);
    }

    @Test
    void invariant_10_a_wait_ends_with_its_session() throws Exception {
        assertWaitEnds(LeaseHolder::close, ReleaseCause.SESSION_CLOSED);
    }

    private static void assertWaitEnds(Consumer<LeaseHolder> action, ReleaseCause cause) throws Exception {
        try (EngineRig rig = patient(PortSharing.CLIENT)) {
            rig.session(2).lease();
            LeaseHolder session = rig.session(2);
            Future<PortLease> waiting = rig.inBackground(session::lease);
            await().until(() -> rig.counts().waiting() == 1);
            action.accept(session);
            assertEndedBy(waiting, cause);
            assertThat(rig.counts().waiting()).isZero();
        }
    }

    @Test
    void invariant_10_every_wait_ends_with_the_server() throws Exception {
        try (EngineRig rig = patient(PortSharing.CLIENT)) {
            rig.session(2).lease();
            rig.session(3).lease();
            List<Future<PortLease>> waiting = queue(rig, 2, 3, 2);
            rig.leases.close();
            for (Future<PortLease> request : waiting) {
                assertEndedBy(request, ReleaseCause.SERVER_STOPPED);
            }
        }
    }

    private static void assertEndedBy(Future<PortLease> request, ReleaseCause cause) {
        assertThatThrownBy(request::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        LeaseEndedException.class,
                        e -> assertThat(e.releaseCause()).isEqualTo(cause));
    }
}
