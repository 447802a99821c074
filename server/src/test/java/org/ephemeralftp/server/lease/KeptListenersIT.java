package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.ports.PortSet;

/** Listeners that stay open whether a lease needs them or not. */
@Timeout(60)
class KeptListenersIT {
    private static final PortSet PORTS = PortSet.range(22210, 22213);
    private static final InetAddress CLIENT = Loopback.address(6);
    private static final Duration LONG = Duration.ofHours(1);

    private final ScriptedBinder binder = new ScriptedBinder();

    private PortLeases start() throws IOException {
        return PortLeases.start(config().build());
    }

    /** Without kept listeners each of these would be closed the moment nobody needs it. */
    private LeaseConfig.Builder config() {
        return LeaseConfig.builder(PORTS)
                .listenerLinger(Duration.ZERO)
                .leaseTimeout(LONG)
                .rest(Duration.ZERO)
                .binder(binder);
    }

    private static boolean isReset(InetAddress host, int port) {
        try (Socket socket = Loopback.connect(CLIENT, new InetSocketAddress(host, port))) {
            return socket.getInputStream().read() == 0;
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).contains("reset");
        }
    }

    private static void assertAllListen(PortLeases leases, InetAddress host, long strangers) {
        assertThat(PORTS.stream()).allMatch(port -> isReset(host, port));
        await().untilAsserted(
                        () -> assertThat(leases.snapshot().totals().strangers()).isEqualTo(strangers));
    }

    @Test
    void every_port_listens_before_any_session_and_turns_strangers_away() throws Exception {
        try (PortLeases leases = start()) {
            leases.keepListening(Loopback.SERVER);
            assertThat(leases.snapshot().counts().listening()).isEqualTo(4);
            assertAllListen(leases, Loopback.SERVER, 4);
            assertThat(IntStream.of(22209, 22214))
                    .allMatch(port -> Loopback.isTurnedAway(CLIENT, new InetSocketAddress(Loopback.SERVER, port)))
                    .noneMatch(port -> isReset(Loopback.SERVER, port));
        }
        assertThat(PORTS.stream()).allMatch(Loopback::isBindable);
    }

    @Test
    void leases_come_and_go_and_the_listeners_stay() throws Exception {
        try (PortLeases leases = start()) {
            leases.keepListening(Loopback.SERVER);
            LeaseHolder session = leases.holder(Loopback.SERVER, CLIENT, "session");
            for (int i = 0; i < 20; i++) {
                PortLease lease = session.lease();
                if (i % 2 == 0) {
                    assertThat(isReset(Loopback.SERVER, lease.port() == 22210 ? 22211 : 22210))
                            .isTrue();
                    try (Socket socket = Loopback.connect(CLIENT, lease.address());
                            LeasedConnection connection = session.connection()) {
                        assertThat(connection.channel().getRemoteAddress()).isEqualTo(socket.getLocalSocketAddress());
                    }
                } else {
                    session.release(ReleaseCause.ABORTED);
                }
            }
            session.close();
            assertThat(leases.snapshot().counts().leased()).isZero();
            assertAllListen(leases, Loopback.SERVER, 14);
            assertThat(binder.tried).as("each bound once").hasSize(4);
        }
    }

    /** What waited in the backlog before the grant is a stranger's, though it comes from the client. */
    @Test
    void a_connection_that_came_before_the_lease_is_not_taken_for_its_own() throws Exception {
        try (PortLeases leases =
                PortLeases.start(LeaseConfig.builder(PortSet.of(22210)).build())) {
            leases.keepListening(Loopback.SERVER);
            LeaseHolder session = leases.holder(Loopback.SERVER, CLIENT, "session");
            InetSocketAddress address = new InetSocketAddress(Loopback.SERVER, 22210);
            for (int i = 0; i < 50; i++) {
                try (Socket early = new Socket()) {
                    early.bind(new InetSocketAddress(CLIENT, 0));
                    early.connect(address, 20_000);
                    session.lease();
                    try (Socket own = Loopback.connect(CLIENT, address);
                            LeasedConnection connection = session.connection()) {
                        assertThat(connection.channel().getRemoteAddress()).isEqualTo(own.getLocalSocketAddress());
                    }
                    assertThat(Loopback.isTurnedAway(early)).isTrue();
                } catch (SocketException e) {
                    // The acceptor was there first, before the connect returned.
                    assertThat(e).hasMessageContaining("reset");
                }
            }
            assertThat(leases.snapshot().totals().strangers()).isEqualTo(50);
        }
    }

    @Test
    void a_port_that_is_taken_is_opened_when_it_is_free() throws Exception {
        binder.held.addAll(List.of(22210, 22213));
        try (PortLeases leases = start()) {
            leases.keepListening(Loopback.SERVER);
            assertThat(leases.snapshot().counts())
                    .returns(2, LeaseCounts::listening)
                    .returns(2, LeaseCounts::blocked);
            await().until(() -> Collections.frequency(binder.tried, 22210) > 2);
            binder.held.clear();
            await().until(() -> leases.snapshot().counts().listening() == 4);
            assertThat(leases.snapshot().counts().blocked()).isZero();
            assertThat(leases.snapshot().totals().bindFailures()).isGreaterThan(4);
        }
    }

    @Test
    void nothing_that_can_be_bound_is_told_at_start() throws Exception {
        PORTS.stream().forEach(binder.held::add);
        try (PortLeases leases = start()) {
            assertThatThrownBy(() -> leases.keepListening(Loopback.SERVER))
                    .hasMessage("none of the passive ports 22210-22213 can be bound (Address already in use)")
                    .hasCauseInstanceOf(BindException.class);
        }
        binder.held.clear();
        binder.broken = new IOException("Too many open files");
        try (PortLeases leases = start()) {
            binder.tried.clear();
            assertThatThrownBy(() -> leases.keepListening(Loopback.SERVER)).hasMessageContaining("Too many open files");
            assertThat(binder.tried).as("one failure that is no number's own").containsOnly(22210);
        }
    }

    @Test
    void more_listeners_than_the_process_may_open_are_refused_before_one_is_bound() throws Exception {
        try (PortLeases leases = PortLeases.start(config().build(), () -> 3)) {
            assertThatThrownBy(() -> leases.keepListening(Loopback.SERVER))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("4 --passive-ports on 1 address, and")
                    .hasMessageContaining("needs 4 listeners")
                    .hasMessageContaining("only 3 files more");
            assertThat(binder.tried).isEmpty();
        }
    }

    @Test
    void the_wildcard_stands_for_every_address_of_this_machine() throws Exception {
        try (PortLeases leases = start()) {
            leases.keepListening(new InetSocketAddress(0).getAddress());
            List<AddressView> addresses = leases.snapshot().addresses();
            assertThat(addresses).extracting(AddressView::address).contains(Loopback.SERVER);
            assertThat(addresses).allMatch(address -> address.counts().listening() == 4);
            for (AddressView address : addresses) {
                LeaseHolder session = leases.holder(address.address(), CLIENT, "session");
                assertThat(session.lease().address().getAddress()).isEqualTo(address.address());
                session.close();
            }
            assertThat(binder.tried).as("each bound once").hasSize(4 * addresses.size());
        }
    }

    @Test
    void another_address_gets_its_listeners_with_its_first_session() throws Exception {
        InetAddress other = Loopback.address(3);
        try (PortLeases leases = start()) {
            leases.holder(other, CLIENT, "faster than the start").close();
            leases.keepListening(Loopback.SERVER);
            await().until(() -> leases.snapshot().counts().listening() == 4
                    || leases.snapshot().counts().listening() == 8);
            LeaseHolder session = leases.holder(other, CLIENT, "session");
            await().until(() -> leases.snapshot().counts().listening() == 8);
            session.close();
            assertAllListen(leases, other, 4);
            assertAllListen(leases, Loopback.SERVER, 8);
        }
        assertThat(PORTS.stream()).allMatch(Loopback::isBindable);
    }

    /** An attacker on the machine itself has 2^24 addresses to try. */
    @Test
    void another_address_is_served_without_kept_listeners_when_files_run_short() throws Exception {
        InetAddress other = Loopback.address(3);
        try (PortLeases leases = PortLeases.start(config().build(), () -> 7)) {
            leases.keepListening(Loopback.SERVER);
            LeaseHolder session = leases.holder(other, CLIENT, "session");
            PortLease lease = session.lease();
            assertThat(leases.snapshot().counts().listening()).isEqualTo(5);
            try (Socket socket = Loopback.connect(CLIENT, lease.address());
                    LeasedConnection connection = session.connection()) {
                assertThat(connection.channel().getRemoteAddress()).isEqualTo(socket.getLocalSocketAddress());
            }
            session.close();
            await().until(() -> leases.snapshot().counts().listening() == 4);
        }
    }

    @Test
    void want_of_files_is_told_once_for_each_address_and_not_for_each_session() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger log = (Logger) LoggerFactory.getLogger(KeptListeners.class);
        Level before = log.getLevel();
        log.setLevel(Level.WARN);
        log.setAdditive(false);
        log.addAppender(lines);
        try (PortLeases leases = PortLeases.start(config().build(), () -> 7)) {
            leases.keepListening(Loopback.SERVER);
            // An address that nobody uses any more is forgotten, and told of again.
            try (LeaseHolder third = leases.holder(Loopback.address(3), CLIENT, "session that stays");
                    LeaseHolder fourth = leases.holder(Loopback.address(4), CLIENT, "session that stays")) {
                for (int i = 0; i < 5; i++) {
                    leases.holder(third.boundAddress(), CLIENT, "session").close();
                    leases.holder(fourth.boundAddress(), CLIENT, "session").close();
                }
            }
        } finally {
            log.setAdditive(true);
            log.detachAppender(lines);
            log.setLevel(before);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(line -> line.startsWith("Not all"))
                .hasSize(2);
    }

    @Test
    void a_withdrawn_port_does_not_listen() throws Exception {
        try (PortLeases leases = start()) {
            leases.withdraw(22211);
            leases.keepListening(Loopback.SERVER);
            assertThat(binder.tried).containsExactlyInAnyOrder(22210, 22212, 22213);
            leases.withdraw(22212);
            await().until(() -> leases.snapshot().counts().listening() == 2);
            assertThat(Loopback.isBindable(22212)).isTrue();
        }
    }

    @Test
    void an_engine_that_stops_while_listeners_are_opened_leaves_none_behind() throws Exception {
        for (int round = 0; round < 30; round++) {
            PortLeases leases = start();
            leases.keepListening(Loopback.SERVER);
            leases.holder(Loopback.address(3), CLIENT, "session");
            leases.close();
            assertThat(PORTS.stream()).allMatch(Loopback::isBindable);
            int port = PORTS.first();
            assertThat(isReset(Loopback.address(3), port)).isFalse();
        }
    }
}
