package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.ephemeralftp.server.lease.Background.Task;
import org.ephemeralftp.server.ports.PortSet;

/** The server stops, or a thread is interrupted, at every point of a lease. Waits are long: only the stop ends them. */
@Timeout(60)
class LeaseStopTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final InetAddress CLIENT = Loopback.address(6);

    private static LeaseConfig.Builder config(PortSet ports) {
        return LeaseConfig.builder(ports).leaseWait(LONG).leaseTimeout(LONG);
    }

    private static LeaseHolder session(PortLeases leases) {
        return leases.holder(Loopback.SERVER, CLIENT, "session");
    }

    private static void assertStopped(Task<?> task) {
        assertThatThrownBy(task::get)
                .isInstanceOfSatisfying(
                        LeaseEndedException.class,
                        e -> assertThat(e.releaseCause()).isEqualTo(ReleaseCause.SERVER_STOPPED));
    }

    private static void assertNothingLeft(PortLeases leases, PortSet ports) {
        LeaseSnapshot end = leases.snapshot();
        assertThat(end.totals().granted()).isEqualTo(end.totals().endedInAll());
        assertThat(end.counts())
                .returns(0, LeaseCounts::pending)
                .returns(0, LeaseCounts::leased)
                .returns(0, LeaseCounts::waiting)
                .returns(0, LeaseCounts::arrived);
        assertThat(ports.stream().filter(port -> !Loopback.isBindable(port))).isEmpty();
    }

    @Test
    void a_request_that_waits_for_a_port_ends_with_the_server() throws Exception {
        PortSet ports = PortSet.of(21320);
        try (PortLeases leases = PortLeases.start(config(ports).build());
                Background background = new Background()) {
            PortLease lease = session(leases).lease();
            List<Task<PortLease>> waiting = Stream.generate(() -> background.start(session(leases)::lease))
                    .limit(10)
                    .toList();
            await().until(() -> leases.snapshot().counts().waiting() == 10);
            leases.close();
            waiting.forEach(LeaseStopTest::assertStopped);
            assertThat(lease.cause()).isEqualTo(ReleaseCause.SERVER_STOPPED);
            assertNothingLeft(leases, ports);
        }
    }

    @Test
    void a_transfer_command_that_waits_for_its_client_ends_with_the_server() throws Exception {
        PortSet ports = PortSet.of(21321);
        try (PortLeases leases = PortLeases.start(config(ports).build());
                Background background = new Background()) {
            LeaseHolder session = session(leases);
            session.lease();
            Task<LeasedConnection> transfer = background.start(session::connection);
            await().until(() -> isWaiting("LeaseHolder", "connection"));
            leases.close();
            assertStopped(transfer);
            assertNothingLeft(leases, ports);
        }
    }

    private static boolean isWaiting(String type, String method) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getState() == Thread.State.TIMED_WAITING)
                .flatMap(thread -> Stream.of(thread.getValue()))
                .anyMatch(frame -> frame.getClassName().endsWith(type)
                        && frame.getMethodName().equals(method));
    }

    @Test
    void a_connection_that_nobody_used_is_closed_with_the_server_and_one_in_use_is_not() throws Exception {
        PortSet ports = PortSet.of(21322);
        try (PortLeases leases = PortLeases.start(config(ports).build())) {
            LeaseHolder user = session(leases);
            LeaseHolder idler = session(leases);
            try (Socket used = Loopback.connect(CLIENT, user.lease().address());
                    LeasedConnection connection = user.connection();
                    Socket unused = Loopback.connect(CLIENT, idler.lease().address())) {
                await().until(() -> leases.snapshot().counts().arrived() == 1);
                leases.close();
                assertThat(Loopback.isTurnedAway(unused)).isTrue();
                Loopback.send(used, 3);
                assertThat(Loopback.receive(connection)).isEqualTo(3);
            }
            assertThat(leases.snapshot().counts().connected()).isZero();
            assertNothingLeft(leases, ports);
        }
    }

    @Test
    void nothing_is_leased_after_the_stop() throws Exception {
        Set<Thread> threadsBefore = Loopback.engineThreads();
        PortLeases leases = PortLeases.start(config(PortSet.of(21323)).build());
        LeaseHolder before = session(leases);
        leases.close();
        leases.close();
        assertThatThrownBy(before::lease).hasMessageContaining("the server stopped");
        assertThatThrownBy(session(leases)::lease).hasMessageContaining("the server stopped");
        assertThatThrownBy(before::connection).isInstanceOf(LeaseEndedException.class);
        before.close();
        assertThat(threadsBefore).containsAll(Loopback.engineThreads());
    }

    @Test
    void a_server_that_stops_between_the_choice_of_a_port_and_its_bind_says_so() throws Exception {
        CountDownLatch chosen = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        PortSet ports = PortSet.of(21324);
        LeaseConfig config = config(ports)
                .binder(address -> {
                    chosen.countDown();
                    awaitQuietly(stopped);
                    return ListenerBinder.SYSTEM.bind(address);
                })
                .build();
        try (PortLeases leases = PortLeases.start(config);
                Background background = new Background()) {
            Task<PortLease> lease = background.start(session(leases)::lease);
            chosen.await();
            leases.close();
            stopped.countDown();
            assertStopped(lease);
            assertNothingLeft(leases, ports);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever the sessions are at, each hears of the stop, and no listener stays behind. */
    @Test
    void a_server_that_stops_amid_sessions_leaves_no_listener_and_no_session_behind() throws Exception {
        PortSet ports = Loopback.freePorts(21330, 21399);
        for (int round = 0; round < 100; round++) {
            try (PortLeases leases = PortLeases.start(config(ports).build());
                    Background background = new Background()) {
                List<Task<Void>> sessions = new ArrayList<>();
                for (int host = 2; host < 8; host++) {
                    InetAddress client = Loopback.address(host);
                    sessions.add(background.start(() -> leaseForever(leases, client)));
                }
                int enough = round % 50;
                while (leases.snapshot().totals().granted() < enough) {
                    Thread.onSpinWait();
                }
                leases.close();
                sessions.forEach(
                        session -> assertThatThrownBy(session::get).hasMessageContaining("the server stopped"));
                assertNothingLeft(leases, ports);
            }
        }
    }

    private static Void leaseForever(PortLeases leases, InetAddress client) throws Exception {
        try (LeaseHolder session = leases.holder(Loopback.SERVER, client, "session")) {
            while (true) {
                session.lease();
            }
        }
    }

    @Test
    void an_interrupted_wait_for_a_port_leaves_the_queue_and_the_next_one_is_served() throws Exception {
        try (PortLeases leases = PortLeases.start(config(PortSet.of(21325)).build());
                Background background = new Background()) {
            LeaseHolder first = session(leases);
            first.lease();
            Task<PortLease> second = background.start(session(leases)::lease);
            await().until(() -> leases.snapshot().counts().waiting() == 1);
            Task<PortLease> third = background.start(session(leases)::lease);
            await().until(() -> leases.snapshot().counts().waiting() == 2);
            second.interrupt();
            await().until(() -> leases.snapshot().counts().waiting() == 1);
            first.release(ReleaseCause.ABORTED);
            assertThat(third.get().state()).isEqualTo(LeaseState.PENDING);
            assertThatThrownBy(second::get).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void an_interrupt_that_meets_the_release_does_not_lose_the_port() throws Exception {
        try (PortLeases leases = PortLeases.start(
                        config(PortSet.of(21326)).rest(Duration.ZERO).build());
                Background background = new Background()) {
            for (int i = 0; i < 200; i++) {
                LeaseHolder first = session(leases);
                LeaseHolder interrupted = session(leases);
                LeaseHolder last = session(leases);
                first.lease();
                Task<PortLease> second = background.start(() -> {
                    try {
                        return interrupted.lease();
                    } finally {
                        interrupted.close();
                    }
                });
                awaitWaiting(leases, 1);
                Task<PortLease> third = background.start(last::lease);
                awaitWaiting(leases, 2);
                Task<Void> release = background.start(() -> {
                    first.close();
                    return null;
                });
                second.interrupt();
                release.get();
                third.get();
                last.close();
            }
            assertThat(leases.snapshot().counts().pending()).isZero();
        }
    }

    private static void awaitWaiting(PortLeases leases, int count) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> leases.snapshot().counts().waiting() == count);
    }

    @Test
    void an_interrupted_transfer_command_leaves_its_lease_as_it_is() throws Exception {
        try (PortLeases leases = PortLeases.start(config(PortSet.of(21327)).build());
                Background background = new Background()) {
            LeaseHolder session = session(leases);
            PortLease lease = session.lease();
            Task<LeasedConnection> transfer = background.start(session::connection);
            await().until(() -> isWaiting("LeaseHolder", "connection"));
            transfer.interrupt();
            await().until(() -> !isWaiting("LeaseHolder", "connection"));
            assertThat(lease.state()).isEqualTo(LeaseState.PENDING);
            try (Socket socket = Loopback.connect(CLIENT, lease.address());
                    LeasedConnection connection = session.connection()) {
                assertThat(connection.channel().getRemoteAddress()).isEqualTo(socket.getLocalSocketAddress());
            }
        }
    }

    /** NIO closes a channel whose thread is interrupted in the middle of a call: that must not be a listener. */
    @Test
    void an_interrupted_thread_does_not_break_the_listener_for_others() throws Exception {
        try (PortLeases leases = PortLeases.start(config(PortSet.of(21328)).build());
                Background background = new Background()) {
            LeaseHolder other = leases.holder(Loopback.SERVER, Loopback.address(7), "other");
            PortLease lease = other.lease();
            LeaseHolder session = session(leases);
            Task<Boolean> interrupted = background.start(() -> {
                Thread.currentThread().interrupt();
                try {
                    session.lease();
                    session.connection().close();
                    return false;
                } catch (InterruptedException e) {
                    return true;
                }
            });
            interrupted.get();
            try (Socket socket = Loopback.connect(Loopback.address(7), lease.address());
                    LeasedConnection connection = other.connection()) {
                assertThat(connection.channel().getRemoteAddress()).isEqualTo(socket.getLocalSocketAddress());
            }
        }
    }
}
