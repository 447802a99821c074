package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ephemeralftp.server.lease.EngineRig.await;

import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.ephemeralftp.server.ports.PortSet;

/** Requests for one port and no other. */
@Timeout(60)
class ChosenPortTest {
    private static final PortSet PORTS = PortSet.range(31600, 31609);
    private static final int PORT = 31605;

    private static EngineRig patient() throws Exception {
        return new EngineRig(
                PORTS, options -> options.leaseWait(Duration.ofMinutes(1)).rest(Duration.ofMillis(200)));
    }

    private static EngineRig hasty() throws Exception {
        return new EngineRig(PORTS, options -> options.leaseWait(Duration.ZERO));
    }

    private static Future<PortLease> request(EngineRig rig, LeaseHolder session, int port) {
        int ahead = rig.counts().waiting();
        Future<PortLease> request = rig.inBackground(() -> session.lease(port));
        await().until(() -> rig.counts().waiting() == ahead + 1);
        return request;
    }

    private static void assertRefused(LeaseHolder session, String reason) {
        assertThatThrownBy(() -> session.lease(PORT))
                .isInstanceOf(NoPortFreeException.class)
                .hasMessageStartingWith("Port " + PORT + " " + reason)
                .hasMessageContaining("; 10 ports:");
    }

    @Test
    void it_is_leased_and_its_client_can_connect() throws Exception {
        try (EngineRig rig = hasty()) {
            for (int port : PORTS.toArray()) {
                LeaseHolder session = rig.session(2);
                PortLease lease = session.lease(port);
                assertThat(lease.port()).isEqualTo(port);
                try (Socket client = rig.connect(2, lease);
                        LeasedConnection connection = session.connection()) {
                    assertThat(EngineRig.isFrom(client, connection)).isTrue();
                }
            }
        }
    }

    @Test
    void it_must_be_one_of_the_set() throws Exception {
        try (EngineRig rig = hasty()) {
            LeaseHolder session = rig.session(2);
            assertThatIllegalArgumentException().isThrownBy(() -> session.lease(31610));
            assertThatIllegalArgumentException().isThrownBy(() -> session.lease(0));
            assertThat(PORTS.contains(session.lease().port())).isTrue();
        }
    }

    @Test
    void what_the_server_itself_listens_on_is_none() throws Exception {
        try (EngineRig rig = hasty()) {
            rig.leases.withdraw(PORT);
            assertThat(rig.leases.leasablePorts()).isEqualTo("31600-31604,31606-31609");
            assertThat(rig.leases.isLeasable(PORT)).isFalse();
            assertThat(rig.leases.isLeasable(31604)).isTrue();
            assertRefused(rig.session(2), "is one that the server itself listens on");
        }
    }

    @Test
    void the_next_request_is_for_any_port_again() throws Exception {
        try (EngineRig rig = hasty()) {
            rig.session(2).lease(PORT);
            LeaseHolder session = rig.session(2);
            assertRefused(session, "is in use by another lease of 127.0.0.2");
            assertThat(session.lease().port()).isNotEqualTo(PORT);
        }
    }

    @Test
    void invariant_4_a_client_has_one_lease_there_and_waits_for_its_end() throws Exception {
        try (EngineRig rig = patient()) {
            LeaseHolder first = rig.session(2);
            PortLease lease = first.lease(PORT);
            LeaseHolder next = rig.session(2);
            Future<PortLease> waiting = request(rig, next, PORT);
            try (Socket client = rig.connect(2, lease);
                    LeasedConnection connection = first.connection()) {
                assertThat(waiting.get().port()).isEqualTo(PORT);
                assertThat(EngineRig.isFrom(client, connection)).isTrue();
            }
        }
    }

    @Test
    void invariant_4_another_client_shares_it_if_ports_are_shared() throws Exception {
        try (EngineRig rig = hasty()) {
            rig.session(2).lease(PORT);
            assertThat(rig.session(3).lease(PORT).port()).isEqualTo(PORT);
        }
        try (EngineRig rig =
                new EngineRig(PORTS, options -> options.leaseWait(Duration.ZERO).sharing(PortSharing.OFF))) {
            rig.session(2).lease(PORT);
            assertRefused(rig.session(3), "is in use by another lease;");
        }
    }

    @Test
    void invariant_6_where_it_rests_a_session_has_it_again_and_another_one_has_not() throws Exception {
        try (PoolRig rig = new PoolRig(PORTS)) {
            LeaseHolder session = rig.session(2);
            rig.pool.want(session, PORT);
            rig.lease(session);
            assertThat(rig.lease(session).port()).isEqualTo(PORT);
            rig.pool.release(session, ReleaseCause.ABORTED);
            LeaseHolder other = rig.session(2);
            rig.pool.want(other, PORT);
            rig.ticker.advance(Duration.ofSeconds(2));
            assertThatThrownBy(() -> rig.reserve(other)).hasMessageStartingWith("Port 31605 rests for up to 4 s more");
            LeaseHolder elsewhere = rig.session(3);
            rig.pool.want(elsewhere, PORT);
            assertThat(rig.lease(elsewhere).port()).isEqualTo(PORT);
            rig.advance(Duration.ofSeconds(3));
            assertThat(rig.lease(other).port()).isEqualTo(PORT);
        }
    }

    /** The second lease cut the rest of the first one short, so that what comes late may be for either. */
    @Test
    void invariant_6_nor_has_a_session_that_was_not_the_only_one_there() throws Exception {
        try (PoolRig rig = new PoolRig(PortSet.of(PORT))) {
            LeaseHolder first = rig.session(2);
            rig.lease(first);
            rig.pool.release(first, ReleaseCause.ABORTED);
            LeaseHolder second = rig.session(2);
            rig.lease(second);
            rig.pool.release(second, ReleaseCause.ABORTED);
            rig.pool.want(second, PORT);
            assertThatThrownBy(() -> rig.reserve(second)).hasMessageStartingWith("Port 31605 rests");
            rig.pool.want(second, null);
            rig.lease(second);
        }
    }

    @Test
    void invariant_6_a_wait_ends_with_the_rest() throws Exception {
        try (EngineRig rig = new EngineRig(
                PORTS, options -> options.leaseWait(Duration.ofMinutes(1)).rest(Duration.ofMillis(300)))) {
            LeaseHolder first = rig.session(2);
            first.lease(PORT);
            first.release(ReleaseCause.ABORTED);
            assertThat(rig.session(2).lease(PORT).port()).isEqualTo(PORT);
        }
    }

    @Test
    void invariant_10_a_wait_ends_when_it_can_be_bound() throws Exception {
        try (EngineRig rig = patient()) {
            rig.binder.held.add(PORT);
            Future<PortLease> waiting = request(rig, rig.session(2), PORT);
            rig.binder.held.clear();
            assertThat(waiting.get().port()).isEqualTo(PORT);
        }
        try (EngineRig rig = hasty()) {
            rig.binder.held.add(PORT);
            assertRefused(rig.session(2), "cannot be bound for now");
            assertThat(rig.totals().bindFailures()).isOne();
            assertThat(rig.counts().leased()).isZero();
        }
    }

    @Test
    void invariant_10_requests_for_it_are_served_in_their_order_and_keep_nobody_from_others() throws Exception {
        try (EngineRig rig = patient()) {
            LeaseHolder first = rig.session(2);
            first.lease(PORT);
            LeaseHolder second = rig.session(2);
            Future<PortLease> one = request(rig, second, PORT);
            Future<PortLease> two = request(rig, rig.session(2), PORT);
            assertThat(rig.session(2).lease(31600).port()).isEqualTo(31600);
            int drawn = rig.session(2).lease().port();
            assertThat(PORTS.contains(drawn)).isTrue();
            first.lease(drawn == 31601 ? 31602 : 31601);
            // It rests for them now.
            first.close();
            assertThat(one.get().holder()).isSameAs(second);
            assertThat(two.isDone()).isFalse();
            try (Socket client = rig.connect(2, one.get());
                    LeasedConnection connection = second.connection()) {
                assertThat(two.get().port()).isEqualTo(PORT);
            }
            assertThat(rig.counts().waiting()).isZero();
        }
    }

    @Test
    void invariant_10_a_wait_ends_with_its_session() throws Exception {
        try (EngineRig rig = patient()) {
            rig.session(2).lease(PORT);
            LeaseHolder session = rig.session(2);
            Future<PortLease> waiting = request(rig, session, PORT);
            session.close();
            assertThatThrownBy(waiting::get).hasCauseInstanceOf(LeaseEndedException.class);
            assertThat(rig.counts().waiting()).isZero();
        }
    }
}
