package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.ephemeralftp.server.lease.Background.Task;
import org.ephemeralftp.server.ports.PortSet;

/** The ends of what is possible: the smallest sets, the last port, connections that come too late or go too soon. */
@Timeout(60)
class LeaseEdgesTest {
    private static final InetAddress CLIENT = Loopback.address(5);

    private static LeaseConfig.Builder config(PortSet ports) {
        return LeaseConfig.builder(ports).leaseWait(Duration.ofSeconds(20));
    }

    private static LeaseHolder session(PortLeases leases, InetAddress client) {
        return leases.holder(Loopback.SERVER, client, "session of " + client.getHostAddress());
    }

    private static void connectAndCheck(LeaseHolder session, InetAddress client, PortLease lease, long token)
            throws Exception {
        try (Socket socket = Loopback.connect(client, lease.address());
                LeasedConnection connection = session.connection()) {
            Loopback.send(socket, token);
            assertThat(Loopback.receive(connection)).isEqualTo(token);
        }
    }

    @Test
    void one_port_is_leased_500_times_in_a_row() throws Exception {
        try (PortLeases leases = PortLeases.start(config(PortSet.of(21300)).build());
                LeaseHolder session = session(leases, CLIENT)) {
            for (int i = 0; i < 500; i++) {
                PortLease lease = session.lease();
                assertThat(lease.port()).isEqualTo(21300);
                connectAndCheck(session, CLIENT, lease, i);
            }
            assertThat(leases.snapshot().totals())
                    .returns(500L, LeaseTotals::granted)
                    .returns(0L, LeaseTotals::waited)
                    .returns(0L, LeaseTotals::bindFailures);
        }
    }

    /** Closing and binding again must not meet: the number is free only when the selector has let go of it. */
    @Test
    void one_port_is_bound_again_right_after_it_was_closed() throws Exception {
        LeaseConfig config =
                config(PortSet.of(21301)).listenerLinger(Duration.ZERO).build();
        try (PortLeases leases = PortLeases.start(config);
                LeaseHolder session = session(leases, CLIENT)) {
            for (int i = 0; i < 1000; i++) {
                connectAndCheck(session, CLIENT, session.lease(), i);
            }
            assertThat(leases.snapshot().totals())
                    .returns(1000L, LeaseTotals::granted)
                    .returns(0L, LeaseTotals::bindFailures);
        }
    }

    @Test
    void one_port_serves_the_next_session_while_connections_of_others_are_in_use() throws Exception {
        try (PortLeases leases = PortLeases.start(config(PortSet.of(21302)).build())) {
            List<AutoCloseable> open = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                LeaseHolder session = session(leases, CLIENT);
                Socket socket = Loopback.connect(CLIENT, session.lease().address());
                LeasedConnection connection = session.connection();
                Loopback.send(socket, i);
                assertThat(Loopback.receive(connection)).isEqualTo(i);
                Collections.addAll(open, socket, connection, session);
            }
            assertThat(leases.snapshot().counts().connected()).isEqualTo(50);
            for (AutoCloseable one : open) {
                one.close();
            }
            assertThat(leases.snapshot().counts().connected()).isZero();
        }
    }

    @Test
    void the_last_port_of_a_range_is_leased_like_any_other() throws Exception {
        try (PortLeases leases =
                        PortLeases.start(config(PortSet.range(65533, 65535)).build());
                LeaseHolder session = session(leases, CLIENT)) {
            TreeSet<Integer> seen = new TreeSet<>();
            for (int i = 0; i < 200; i++) {
                PortLease lease = session.lease();
                seen.add(lease.port());
                connectAndCheck(session, CLIENT, lease, i);
            }
            assertThat(seen).containsExactly(65533, 65534, 65535);
        }
    }

    @Test
    void the_highest_port_alone_is_a_set() throws Exception {
        try (PortLeases leases = PortLeases.start(config(PortSet.of(65535)).build());
                LeaseHolder session = session(leases, CLIENT)) {
            connectAndCheck(session, CLIENT, session.lease(), 1);
            connectAndCheck(session, CLIENT, session.lease(), 2);
        }
    }

    @Test
    void two_ports_serve_50_sessions_of_one_address_first_come_first_served() throws Exception {
        try (PortLeases leases =
                        PortLeases.start(config(PortSet.range(21304, 21305)).build());
                Background background = new Background()) {
            LeaseHolder[] first = {session(leases, CLIENT), session(leases, CLIENT)};
            PortLease[] taken = {first[0].lease(), first[1].lease()};
            List<Integer> served = Collections.synchronizedList(new ArrayList<>());
            List<Task<Void>> waiting = new ArrayList<>();
            for (int i = 0; i < 48; i++) {
                int turn = i;
                waiting.add(background.start(() -> {
                    try (LeaseHolder session = session(leases, CLIENT)) {
                        PortLease lease = session.lease();
                        served.add(turn);
                        connectAndCheck(session, CLIENT, lease, turn);
                    }
                    return null;
                }));
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> leases.snapshot().counts().waiting() == turn + 1);
            }
            // One port at a time, so that the order in which the leases are noted is the order of the grants.
            connectAndCheck(first[0], CLIENT, taken[0], 100);
            for (Task<Void> task : waiting) {
                task.get();
            }
            connectAndCheck(first[1], CLIENT, taken[1], 101);
            assertThat(served).isSorted().hasSize(48);
            assertThat(leases.snapshot().totals())
                    .returns(50L, LeaseTotals::granted)
                    .returns(48L, LeaseTotals::waited)
                    .returns(0L, LeaseTotals::refused);
        }
    }

    @Test
    void two_ports_serve_50_addresses_at_once_and_each_gets_its_own_connection_in_any_order() throws Exception {
        try (PortLeases leases =
                PortLeases.start(config(PortSet.range(21306, 21307)).build())) {
            List<LeaseHolder> sessions = new ArrayList<>();
            List<PortLease> granted = new ArrayList<>();
            for (int host = 2; host < 52; host++) {
                LeaseHolder session = session(leases, Loopback.address(host));
                sessions.add(session);
                granted.add(session.lease());
            }
            assertThat(leases.snapshot().totals().waited()).isZero();
            assertThat(leases.snapshot().counts().pending()).isEqualTo(50);
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                order.add(i);
            }
            Collections.shuffle(order, new java.util.Random(21306));
            for (int i : order) {
                connectAndCheck(sessions.get(i), Loopback.address(i + 2), granted.get(i), i);
            }
            sessions.forEach(LeaseHolder::close);
        }
    }

    @Test
    void a_late_connection_of_an_ended_lease_is_reset_and_not_given_to_the_next_lease_of_its_client() throws Exception {
        LeaseConfig config = config(PortSet.range(21308, 21309))
                .leaseTimeout(Duration.ofMillis(200))
                .listenerLinger(Duration.ofSeconds(30))
                .build();
        try (PortLeases leases = PortLeases.start(config);
                LeaseHolder session = session(leases, CLIENT);
                LeaseHolder other = session(leases, CLIENT)) {
            PortLease ended = session.lease();
            assertThatThrownBy(session::connection).hasMessageContaining("did not connect in time");
            PortLease next = other.lease();
            assertThat(next.port()).as("the pair rests").isNotEqualTo(ended.port());
            assertThat(Loopback.isTurnedAway(CLIENT, ended.address())).isTrue();
            assertThat(leases.snapshot().counts().arrived()).isZero();
            await().until(() -> leases.snapshot().totals().strangers() == 1);
        }
    }

    @Test
    void a_late_connection_is_not_given_to_a_lease_that_began_after_it_on_the_same_port() throws Exception {
        LeaseConfig config = config(PortSet.of(21310))
                .leaseTimeout(Duration.ofSeconds(1))
                .listenerLinger(Duration.ofSeconds(30))
                .build();
        try (PortLeases leases = PortLeases.start(config);
                LeaseHolder session = session(leases, CLIENT)) {
            for (int i = 0; i < 3; i++) {
                PortLease ended = session.lease();
                assertThatThrownBy(session::connection).hasMessageContaining("did not connect in time");
                try (SocketChannel late = SocketChannel.open()) {
                    late.bind(new InetSocketAddress(CLIENT, 0));
                    late.configureBlocking(false);
                    late.connect(ended.address());
                    connectAndCheck(session, CLIENT, session.lease(), i);
                    await().until(() -> isOver(late));
                }
            }
        }
    }

    @Test
    void a_connection_its_peer_closed_before_use_is_dropped_and_the_client_may_connect_again() throws Exception {
        try (PortLeases leases = PortLeases.start(config(PortSet.of(21311)).build());
                LeaseHolder session = session(leases, CLIENT);
                Background background = new Background()) {
            for (int i = 0; i < 50; i++) {
                PortLease lease = session.lease();
                Loopback.connect(CLIENT, lease.address()).close();
                session.dropClosed();
                Task<LeasedConnection> transfer = background.start(session::connection);
                try (Socket again = Loopback.connect(CLIENT, lease.address());
                        LeasedConnection connection = transfer.get()) {
                    Loopback.send(again, i);
                    assertThat(Loopback.receive(connection)).isEqualTo(i);
                }
            }
            assertThat(leases.snapshot().counts())
                    .returns(0, LeaseCounts::connected)
                    .returns(0, LeaseCounts::pending);
        }
    }

    @Test
    void a_connection_its_peer_reset_before_use_is_dropped_and_the_lease_times_out() throws Exception {
        LeaseConfig config =
                config(PortSet.of(21312)).leaseTimeout(Duration.ofSeconds(2)).build();
        try (PortLeases leases = PortLeases.start(config);
                LeaseHolder session = session(leases, CLIENT)) {
            try (Socket socket = Loopback.connect(CLIENT, session.lease().address())) {
                await().until(() -> leases.snapshot().counts().arrived() == 1);
                socket.setSoLinger(true, 0);
            }
            session.dropClosed();
            assertThatThrownBy(session::connection).isInstanceOf(LeaseEndedException.class);
            assertThat(leases.snapshot().counts())
                    .returns(0, LeaseCounts::connected)
                    .returns(0, LeaseCounts::pending);
            assertThat(leases.snapshot().totals().endedInAll())
                    .isEqualTo(leases.snapshot().totals().granted());
        }
    }

    @Test
    void a_connection_that_brought_bytes_before_its_peer_closed_it_is_a_whole_upload() throws Exception {
        try (PortLeases leases = PortLeases.start(config(PortSet.of(21313)).build());
                LeaseHolder session = session(leases, CLIENT)) {
            try (Socket socket = Loopback.connect(CLIENT, session.lease().address())) {
                Loopback.send(socket, 0x0102030405060708L);
            }
            try (LeasedConnection connection = session.connection()) {
                assertThat(Loopback.receive(connection)).isEqualTo(0x0102030405060708L);
                assertThat(connection.channel().socket().getInputStream().read())
                        .isNegative();
            }
        }
    }

    /** The listener is closed by its linger while clients keep connecting; each connection is served or turned away. */
    @Test
    void a_listener_that_closes_while_connections_arrive_leaves_none_hanging() throws Exception {
        LeaseConfig config = config(PortSet.of(21314))
                .listenerLinger(Duration.ZERO)
                .rest(Duration.ZERO)
                .build();
        try (PortLeases leases = PortLeases.start(config);
                LeaseHolder session = session(leases, CLIENT);
                Background background = new Background()) {
            for (int i = 0; i < 300; i++) {
                PortLease lease = session.lease();
                Task<Boolean> crowd = background.start(() -> IntStream.range(0, 5)
                        .allMatch(n -> Loopback.isTurnedAway(Loopback.address(77), lease.address())));
                if (i % 3 == 0) {
                    session.release(ReleaseCause.ABORTED);
                } else {
                    connectAndCheck(session, CLIENT, lease, i);
                }
                assertThat(crowd.get()).isTrue();
            }
            await().until(() -> leases.snapshot().counts().listening() == 0);
            assertThat(leases.snapshot().totals().bindFailures()).isZero();
        }
    }

    private static boolean isOver(SocketChannel channel) {
        try {
            return channel.finishConnect() && channel.read(ByteBuffer.allocate(1)) < 0;
        } catch (IOException e) {
            return true;
        }
    }
}
