package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ephemeralftp.server.lease.EngineRig.await;
import static org.ephemeralftp.server.lease.EngineRig.isTurnedAway;
import static org.hamcrest.Matchers.notNullValue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.ephemeralftp.server.ports.PortSet;

/** The acceptor's thread is the only one of its kind: whatever is done to it, it goes on. */
@Timeout(30)
class AcceptorTest {
    private static final PortSet ONE = PortSet.of(20450);

    @Test
    void it_watches_a_new_listener_at_once_though_it_has_no_sooner_deadline() throws Exception {
        try (EngineRig rig = new EngineRig(PortSet.range(20451, 20460))) {
            rig.session(3).lease();
            for (int arrived = 1; arrived < 10; arrived++) {
                int expected = arrived;
                rig.connect(2, rig.session(2).lease());
                await().until(() -> rig.counts().arrived() == expected);
            }
        }
    }

    @Test
    void it_goes_on_when_a_peer_identifier_fails_badly_and_resets_the_peer() throws Exception {
        try (EngineRig rig = new EngineRig(
                ONE,
                options -> options.identifier(AcceptorTest::failAtTheFirstByte)
                        .leaseTimeout(Duration.ofMillis(300))
                        .listenerLinger(Duration.ZERO))) {
            PortLease lease = rig.session(2).lease();
            Socket victim = rig.connect(2, lease);
            victim.getOutputStream().write(1);
            assertThat(isTurnedAway(victim)).isTrue();
            await().until(() -> rig.totals().ended(ReleaseCause.TIMED_OUT) == 1);
            await().until(() -> rig.counts().listening() == 0);
        }
    }

    private static @Nullable InetSocketAddress failAtTheFirstByte(SocketChannel channel) throws IOException {
        if (channel.read(ByteBuffer.allocate(1)) == 0) {
            return null;
        }
        throw new LinkageError("a class is missing");
    }

    @Test
    void it_resets_a_peer_whose_identifier_fails_badly_at_once() throws Exception {
        PeerIdentifier broken = channel -> {
            throw new LinkageError("a class is missing");
        };
        try (EngineRig rig = new EngineRig(ONE, options -> options.identifier(broken))) {
            LeaseHolder session = rig.session(2);
            assertThat(isTurnedAway(rig.connect(2, session.lease()))).isTrue();
            assertThat(rig.totals().strangers()).isOne();
            assertThat(isTurnedAway(rig.connect(2, session.lease()))).isTrue();
        }
    }

    @Test
    void it_goes_on_when_an_observer_fails_badly() throws Exception {
        try (EngineRig rig = new EngineRig(
                ONE, options -> options.leaseTimeout(Duration.ofMillis(50)).listenerLinger(Duration.ZERO))) {
            rig.leases.observe(new LeaseObserver() {
                @Override
                public void ended(LeaseView lease, ReleaseCause cause) {
                    throw new AssertionError("not again");
                }
            });
            rig.session(2).lease();
            await().until(() -> rig.counts().listening() == 0);
            rig.session(2).lease();
            await().until(() -> rig.totals().ended(ReleaseCause.TIMED_OUT) == 2);
        }
    }

    @Test
    void it_does_not_stay_interrupted_because_it_would_never_sleep_again() throws Exception {
        try (EngineRig rig = new EngineRig(ONE, options -> options.leaseTimeout(Duration.ofMillis(50)))) {
            AtomicReference<@Nullable Thread> acceptor = new AtomicReference<>();
            rig.leases.observe(new LeaseObserver() {
                @Override
                public void ended(LeaseView lease, ReleaseCause cause) {
                    Thread.currentThread().interrupt();
                    acceptor.set(Thread.currentThread());
                }
            });
            rig.session(2).lease();
            await().untilAtomic(acceptor, notNullValue());
            Thread thread = Objects.requireNonNull(acceptor.get());
            assertThat(thread.getName()).isEqualTo("ephemeral-ftp-acceptor");
            await().until(() -> !thread.isInterrupted());
        }
    }

    /** Closing a listener takes a look at the selector, and that look must not swallow a call to wake up. */
    @Test
    void it_hears_of_a_stop_while_it_closes_listeners() throws Exception {
        for (int i = 0; i < 3; i++) {
            Set<Thread> threadsBefore = Loopback.engineThreads();
            AtomicReference<@Nullable Thread> stopping = new AtomicReference<>();
            AtomicReference<@Nullable PortLeases> engine = new AtomicReference<>();
            Ticker stopsAtExpiry = () -> {
                PortLeases leases = engine.get();
                if (leases != null && isAcceptorAboutToLookAtDeadlines() && engine.compareAndSet(leases, null)) {
                    Thread closer = new Thread(leases::close);
                    stopping.set(closer);
                    closer.start();
                    await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
                }
                return System.nanoTime();
            };
            LeaseConfig config = LeaseConfig.builder(ONE)
                    .listenerLinger(Duration.ofMillis(200))
                    .ticker(stopsAtExpiry)
                    .build();
            PortLeases leases = PortLeases.start(config);
            LeaseHolder session = leases.holder(Loopback.address(1), Loopback.address(2), "a session");
            session.lease();
            session.release(ReleaseCause.ABORTED);
            await().until(() -> leases.snapshot().counts().listening() == 1);
            await().pollDelay(Duration.ofMillis(100)).until(() -> true);
            engine.set(leases);
            await().untilAtomic(stopping, notNullValue());
            Objects.requireNonNull(stopping.get()).join(TimeUnit.SECONDS.toMillis(3));
            assertThat(threadsBefore).containsAll(Loopback.engineThreads());
        }
    }

    private static boolean isAcceptorAboutToLookAtDeadlines() {
        return Thread.currentThread().getName().equals("ephemeral-ftp-acceptor")
                && StackWalker.getInstance()
                        .walk(frames ->
                                frames.anyMatch(frame -> frame.getClassName().endsWith("Acceptor")
                                        && frame.getMethodName().equals("expire")))
                && StackWalker.getInstance()
                        .walk(frames ->
                                frames.noneMatch(frame -> frame.getClassName().endsWith("PortPool")));
    }
}
