package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ephemeralftp.server.lease.EngineRig.await;
import static org.ephemeralftp.server.lease.EngineRig.isBindable;
import static org.ephemeralftp.server.lease.EngineRig.isFrom;
import static org.ephemeralftp.server.lease.EngineRig.isTurnedAway;
import static org.ephemeralftp.server.lease.PoolRig.host;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.ephemeralftp.server.ports.PortSet;

/** What always holds of leases, seen on real sockets: DESIGN's section of that name, by number. */
@Timeout(30)
class LeaseSocketsTest {
    private static final int PORT = 20200;
    private static final PortSet ONE = PortSet.of(PORT);
    private static final PortSet FOUR = PortSet.range(PORT, PORT + 3);

    /** The session's next connection is the one this client made. */
    private static void assertReaches(LeaseHolder session, Socket client) throws Exception {
        assertThat(session.dropClosed()).isTrue();
        try (LeasedConnection connection = session.connection()) {
            assertThat(isFrom(client, connection)).isTrue();
        }
    }

    @Test
    void invariant_1_the_highest_port_there_is_can_be_leased() throws Exception {
        try (EngineRig rig = new EngineRig(PortSet.of(65535))) {
            LeaseHolder session = rig.session(2);
            assertReaches(session, rig.connect(2, session.lease()));
        }
    }

    @Test
    void invariant_2_a_lease_is_returned_once_its_client_can_connect() throws Exception {
        try (EngineRig rig = new EngineRig(FOUR)) {
            LeaseHolder session = rig.session(2);
            for (int i = 0; i < 50; i++) {
                assertReaches(session, rig.connect(2, session.lease()));
            }
        }
    }

    @Test
    void invariant_2_when_a_number_cannot_be_bound_the_next_one_is_tried() throws Exception {
        try (EngineRig rig = new EngineRig(FOUR);
                ServerSocket other = new ServerSocket()) {
            other.bind(new InetSocketAddress(host(1), PORT));
            rig.binder.held.add(PORT + 1);
            rig.binder.held.add(PORT + 2);
            assertThat(rig.session(2).lease().port()).isEqualTo(PORT + 3);
            // Which of the others were tried first is chance; each of them is tried once, and then rests.
            rig.session(3).lease();
            assertThat(rig.binder.tried).doesNotHaveDuplicates();
            assertThat(rig.totals().bindFailures()).isEqualTo(rig.binder.tried.size() - 1);
        }
    }

    @Test
    void invariant_2_a_failure_to_listen_at_all_blocks_no_number_and_leaves_nothing_behind() throws Exception {
        try (EngineRig rig = new EngineRig(FOUR)) {
            LeaseHolder session = rig.session(2);
            rig.binder.broken = new IOException("Too many open files");
            assertThatThrownBy(session::lease).isInstanceOf(IOException.class).hasMessage("Too many open files");
            assertThat(rig.binder.tried).hasSize(1);
            assertThat(rig.counts().unused()).isEqualTo(4);
            assertThat(rig.totals().bindFailures()).isZero();

            rig.binder.broken = null;
            rig.binder.duringNextBind(address -> {
                throw new IllegalStateException("a bug");
            });
            assertThatThrownBy(session::lease).hasMessage("a bug");
            assertThat(rig.counts().unused()).isEqualTo(4);
            assertReaches(session, rig.connect(2, session.lease()));
        }
    }

    @Test
    void invariant_2_an_address_this_machine_does_not_have_blocks_no_number() throws Exception {
        try (EngineRig rig = new EngineRig(ONE);
                LeaseHolder session = rig.leases.holder(InetAddress.getByName("192.0.2.1"), host(2), "elsewhere")) {
            assertThatThrownBy(session::lease)
                    .isInstanceOf(IOException.class)
                    .hasMessage("192.0.2.1 is not an address of this machine");
            assertThat(rig.counts().blocked()).isZero();
        }
    }

    @Test
    void invariant_3_the_end_of_a_session_ends_its_wait_for_the_client() throws Exception {
        try (EngineRig rig = new EngineRig(ONE)) {
            LeaseHolder session = rig.session(2);
            session.lease();
            Future<LeasedConnection> waiting = rig.inBackground(session::connection);
            session.close();
            assertThat(waiting)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withCauseInstanceOf(LeaseEndedException.class)
                    .withMessageContaining(ReleaseCause.SESSION_CLOSED.description());
        }
    }

    @Test
    void invariant_3_the_end_of_a_session_closes_a_connection_nobody_used() throws Exception {
        try (EngineRig rig = new EngineRig(ONE)) {
            LeaseHolder session = rig.session(2);
            Socket client = rig.connect(2, session.lease());
            await().until(() -> rig.counts().arrived() == 1);
            session.close();
            assertThat(isTurnedAway(client)).isTrue();
            assertThat(rig.counts().connected()).isZero();
        }
    }

    @Test
    void invariant_4_clients_share_a_port_and_each_reaches_its_own_session() throws Exception {
        try (EngineRig rig = new EngineRig(ONE)) {
            LeaseHolder two = rig.session(2);
            LeaseHolder three = rig.session(3);
            LeaseHolder four = rig.session(4);
            PortLease lease = two.lease();
            three.lease();
            four.lease();
            Socket fromFour = rig.connect(4, lease);
            Socket fromTwo = rig.connect(2, lease);
            Socket fromThree = rig.connect(3, lease);
            assertReaches(two, fromTwo);
            assertReaches(three, fromThree);
            assertReaches(four, fromFour);
        }
    }

    @Test
    void invariant_5_a_listener_nobody_needs_gives_its_number_back_to_the_machine() throws Exception {
        try (EngineRig rig = new EngineRig(ONE, options -> options.listenerLinger(Duration.ofMillis(20)))) {
            LeaseHolder session = rig.session(2);
            session.lease();
            assertThat(isBindable(PORT)).isFalse();
            session.release(ReleaseCause.ABORTED);
            await().until(() -> rig.counts().listening() == 0);
            assertThat(isBindable(PORT)).isTrue();
        }
    }

    @Test
    void invariant_5_a_number_can_be_bound_again_right_after_it_was_closed() throws Exception {
        try (EngineRig rig = new EngineRig(ONE, options -> options.listenerLinger(Duration.ZERO))) {
            LeaseHolder session = rig.session(2);
            for (int i = 0; i < 100; i++) {
                assertReaches(session, rig.connect(2, session.lease()));
            }
            assertThat(rig.totals().bindFailures()).isZero();
        }
    }

    @Test
    void invariant_5_closing_the_engine_gives_all_numbers_back() throws Exception {
        try (EngineRig rig = new EngineRig(FOUR)) {
            for (int i = 0; i < 4; i++) {
                rig.session(2).lease();
            }
            rig.leases.close();
            assertThat(FOUR.stream().allMatch(EngineRig::isBindable)).isTrue();
        }
    }

    @Test
    void invariant_6_the_backlog_is_drained_before_a_pair_is_granted_again() throws Exception {
        LeaseConfig config = LeaseConfig.builder(ONE).build();
        try (EngineRig rig = new EngineRig(ONE);
                PoolRig pools = new PoolRig(ONE)) {
            // This acceptor does not run, so that what connects stays in the backlog.
            Acceptor asleep = new Acceptor(rig.leases);
            PortLease ended = pools.reserve(pools.session(2));
            DataListener listener = new DataListener(config, pools.pool, ended.slot(), asleep);
            assertThat(listener.open(ended)).isTrue();
            Socket late = rig.connect(2, ended);
            pools.pool.release(ended.holder(), ReleaseCause.ABORTED);

            PortLease lease = pools.reserve(pools.session(2));
            assertThat(listener.open(lease)).isTrue();
            assertThat(isTurnedAway(late)).isTrue();
            assertThat(pools.totals().strangers()).isOne();
            assertThat(lease.state()).isEqualTo(LeaseState.PENDING);

            Socket rightful = rig.connect(2, lease);
            listener.accept();
            assertThat(lease.cause()).isEqualTo(ReleaseCause.CONNECTED);
            assertThat(isFrom(rightful, pools.pool.awaitArrival(lease.holder())))
                    .isTrue();
            // Only the acceptor can close what was bound.
            asleep.start();
            asleep.stop();
        }
    }

    @Test
    void invariant_6_a_late_connection_of_an_ended_lease_is_reset() throws Exception {
        try (EngineRig rig = new EngineRig(ONE)) {
            LeaseHolder session = rig.session(2);
            PortLease lease = session.lease();
            session.release(ReleaseCause.ABORTED);
            assertThat(isTurnedAway(rig.connect(2, lease))).isTrue();
            assertThat(rig.totals().strangers()).isOne();
        }
    }

    @Test
    void invariant_6_strangers_are_reset_and_the_rightful_client_connects() throws Exception {
        try (EngineRig rig = new EngineRig(ONE)) {
            LeaseHolder session = rig.session(2);
            PortLease lease = session.lease();
            for (int host = 3; host < 23; host++) {
                assertThat(isTurnedAway(rig.connect(host, lease))).isTrue();
            }
            assertReaches(session, rig.connect(2, lease));
            assertThat(rig.totals().strangers()).isEqualTo(20);
            assertThat(rig.totals().granted()).isOne();
        }
    }

    @Test
    void invariant_6_a_second_connection_to_one_lease_is_a_stranger() throws Exception {
        try (EngineRig rig = new EngineRig(ONE)) {
            LeaseHolder session = rig.session(2);
            PortLease lease = session.lease();
            Socket first = rig.connect(2, lease);
            assertThat(isTurnedAway(rig.connect(2, lease))).isTrue();
            assertReaches(session, first);
        }
    }

    @Test
    void invariant_7_a_connection_is_accepted_before_the_transfer_command() throws Exception {
        try (EngineRig rig = new EngineRig(ONE)) {
            LeaseHolder session = rig.session(2);
            Socket client = rig.connect(2, session.lease());
            await().until(() -> rig.counts().arrived() == 1);
            assertThat(rig.counts().pending()).isZero();
            assertReaches(session, client);
        }
    }

    @Test
    void invariant_7_a_connection_is_accepted_after_the_transfer_command() throws Exception {
        try (EngineRig rig = new EngineRig(ONE)) {
            LeaseHolder session = rig.session(2);
            PortLease lease = session.lease();
            Future<LeasedConnection> waiting = rig.inBackground(session::connection);
            Socket client = rig.connect(2, lease);
            try (LeasedConnection connection = waiting.get()) {
                assertThat(isFrom(client, connection)).isTrue();
            }
        }
    }

    @Test
    void invariant_7_a_connection_its_peer_closed_is_dropped_and_a_second_one_works() throws Exception {
        try (EngineRig rig = new EngineRig(ONE)) {
            LeaseHolder session = rig.session(2);
            PortLease lease = session.lease();
            rig.connect(2, lease).close();
            await().until(() -> rig.counts().arrived() == 1);
            session.dropClosed();
            assertThat(rig.counts().pending()).isOne();
            Future<LeasedConnection> waiting = rig.inBackground(session::connection);
            Socket second = rig.connect(2, lease);
            try (LeasedConnection connection = waiting.get()) {
                assertThat(isFrom(second, connection)).isTrue();
            }
            assertThat(rig.counts().connected()).isZero();
        }
    }

    @Test
    void invariant_7_a_second_connection_takes_the_place_of_a_closed_one_before_the_transfer_command()
            throws Exception {
        try (EngineRig rig = new EngineRig(ONE)) {
            LeaseHolder session = rig.session(2);
            PortLease lease = session.lease();
            rig.connect(2, lease).close();
            await().until(() -> rig.counts().arrived() == 1);
            Socket second = rig.connect(2, lease);
            assertReaches(session, second);
            assertThat(rig.totals().strangers()).isZero();
        }
    }

    @Test
    void invariant_7_a_connection_that_brought_bytes_before_it_was_closed_is_not_dropped() throws Exception {
        try (EngineRig rig = new EngineRig(ONE)) {
            LeaseHolder session = rig.session(2);
            Socket client = rig.connect(2, session.lease());
            client.getOutputStream().write(new byte[] {42, 43});
            client.close();
            try (LeasedConnection connection = session.connection()) {
                var rest = ByteBuffer.allocate(10);
                if (connection.head().hasRemaining()) {
                    rest.put(connection.head());
                }
                connection.channel().configureBlocking(true);
                while (connection.channel().read(rest) >= 0) {}
                assertThat(Arrays.copyOf(rest.array(), rest.position())).containsExactly(42, 43);
            }
        }
    }

    @Test
    void invariant_7_a_connection_nobody_uses_is_closed_in_the_end() throws Exception {
        try (EngineRig rig = new EngineRig(ONE, options -> options.leaseTimeout(Duration.ofMillis(100)))) {
            LeaseHolder session = rig.session(2);
            Socket client = rig.connect(2, session.lease());
            assertThat(isTurnedAway(client)).isTrue();
            await().until(() -> rig.counts().connected() == 0);
            assertThatThrownBy(session::connection).isInstanceOf(LeaseEndedException.class);
        }
    }

    @Test
    void invariant_12_connections_in_use_outlive_the_engine() throws Exception {
        try (EngineRig rig = new EngineRig(ONE)) {
            LeaseHolder session = rig.session(2);
            Socket client = rig.connect(2, session.lease());
            try (LeasedConnection connection = session.connection()) {
                rig.leases.close();
                connection.channel().write(ByteBuffer.wrap(new byte[] {7}));
                assertThat(client.getInputStream().read()).isEqualTo(7);
            }
        }
    }

    @Test
    void invariant_4_one_link_local_address_on_two_links_has_ports_on_each() throws Exception {
        byte[] bytes = InetAddress.getByName("fe80::1").getAddress();
        try (EngineRig rig = new EngineRig(ONE)) {
            LeaseHolder here = rig.leases.holder(Inet6Address.getByAddress(null, bytes, 1), host(2), "here");
            LeaseHolder there = rig.leases.holder(Inet6Address.getByAddress(null, bytes, 2), host(2), "there");
            assertThat(here.boundAddress().getHostAddress()).endsWith("%1");
            assertThat(there.boundAddress().getHostAddress()).endsWith("%2");
            assertThat(rig.leases.snapshot().addresses()).hasSize(2);
        }
    }

    @Test
    void an_address_nobody_uses_any_more_is_forgotten_but_not_its_totals() throws Exception {
        try (EngineRig rig = new EngineRig(
                ONE, options -> options.listenerLinger(Duration.ZERO).rest(Duration.ZERO))) {
            LeaseHolder session = rig.session(2);
            session.lease();
            session.close();
            // Forgotten when the acceptor next looks, for example at a session with another address.
            LeaseHolder other = rig.leases.holder(host(9), host(2), "other");
            other.lease();
            await().until(() -> rig.leases.snapshot().addresses().size() == 1);
            assertThat(rig.totals().granted()).isEqualTo(2);
            assertThat(rig.totals().ended(ReleaseCause.SESSION_CLOSED)).isOne();
            assertThat(rig.session(2).lease().state()).isEqualTo(LeaseState.PENDING);
        }
    }

    @Test
    void a_snapshot_tells_ports_leases_owners_and_times() throws Exception {
        Instant noon = Instant.parse("2030-01-01T12:00:00Z");
        try (EngineRig rig =
                new EngineRig(FOUR, options -> options.clock(() -> noon).ticker(new ManualTicker()))) {
            PortLease lease = rig.session(2).lease();
            LeaseSnapshot snapshot = rig.leases.snapshot();
            assertThat(snapshot.at()).isEqualTo(noon);
            assertThat(snapshot.ports()).isEqualTo(FOUR);
            assertThat(snapshot.leases())
                    .containsExactly(
                            new LeaseView(lease.address(), lease.client(), "session of 2", noon, noon.plusSeconds(30)));
            assertThat(snapshot.addresses().get(0).ports()).hasSize(4);
        }
    }
}
