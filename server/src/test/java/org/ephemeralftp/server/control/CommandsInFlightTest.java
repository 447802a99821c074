package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.mina.core.session.DummySession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.ephemeralftp.server.data.ActivePorts;
import org.ephemeralftp.server.data.DataPlane;
import org.ephemeralftp.server.data.DataSetup;
import org.ephemeralftp.server.lease.LeaseConfig;
import org.ephemeralftp.server.lease.PeerCheck;
import org.ephemeralftp.server.lease.PortLeases;
import org.ephemeralftp.server.ports.PortSet;

/** What happens to a session's commands at moments that no client can choose. */
@Timeout(60)
class CommandsInFlightTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final ControlRequest NOOP = new ControlRequest("NOOP");
    private static final ControlRequest STAT = new ControlRequest("STAT");
    private static final ControlRequest RETR = new ControlRequest("RETR file");

    private final List<Integer> replies = new CopyOnWriteArrayList<>();
    private final CountDownLatch writing = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private PortLeases leases;
    private DataPlane plane;
    private DataSetup setup;

    @BeforeEach
    void start() throws Exception {
        leases = PortLeases.start(
                LeaseConfig.builder(PortSet.parse("27206-27209")).build());
        plane = new DataPlane(leases, PeerCheck.on(), new ActivePorts(), LIMIT, LIMIT);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        setup = plane.session(loopback, loopback, loopback, "test", () -> {});
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        setup.close();
        plane.close();
        leases.close();
    }

    private void writeSlowly(FtpReply reply) {
        writing.countDown();
        awaitLatch(goOn);
        replies.add(reply.getCode());
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void an_answer_that_takes_its_time_blocks_nobody_and_still_precedes_the_final_reply() throws Exception {
        CommandsInFlight inFlight = new CommandsInFlight(setup, this::writeSlowly);
        assertThat(inFlight.arrived(RETR)).isTrue();
        inFlight.transferBegins(() -> "on its way");
        var answering = CompletableFuture.runAsync(
                () -> assertThat(inFlight.arrived(NOOP)).isFalse());
        awaitLatch(writing);

        // As the watchdog and an I/O thread do.
        assertThat(inFlight.idleNanos(System.nanoTime())).isZero();
        assertThat(inFlight.arrived(STAT)).isFalse();
        assertThat(inFlight.waiting()).isEqualTo(2);

        Thread transfer = new Thread(() -> {
            inFlight.transferEnds();
            replies.add(226);
        });
        transfer.start();
        await().atMost(LIMIT).until(() -> transfer.getState() == Thread.State.TIMED_WAITING);
        goOn.countDown();
        transfer.join(LIMIT.toMillis());
        answering.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(replies).containsExactly(200, 213, 226);
    }

    @Test
    void an_answer_that_cannot_be_written_is_given_up() {
        CommandsInFlight inFlight = new CommandsInFlight(setup, reply -> {
            throw new IllegalStateException("as it should");
        });
        inFlight.arrived(RETR);
        inFlight.transferBegins(() -> "on its way");

        assertThatIllegalStateException().isThrownBy(() -> inFlight.arrived(NOOP));
        assertThatIllegalStateException().isThrownBy(() -> inFlight.arrived(STAT));

        assertThat(inFlight.waiting()).isEqualTo(1);
    }

    @Test
    void what_was_kept_back_is_answered_in_its_order_also_while_more_arrives() throws Exception {
        CommandsInFlight inFlight = new CommandsInFlight(setup, this::writeSlowly);
        inFlight.arrived(RETR);
        inFlight.arrived(STAT);
        var beginning = CompletableFuture.runAsync(() -> inFlight.transferBegins(() -> "on its way"));
        awaitLatch(writing);
        inFlight.arrived(NOOP);
        assertThat(replies).isEmpty();
        goOn.countDown();
        beginning.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(replies).containsExactly(213, 200);
    }

    @Test
    void a_command_that_arrives_when_the_idle_limit_is_over_is_carried_out() {
        FtpIoSession session = session();
        CommandsInFlight inFlight = new CommandsInFlight(setup, session::write);
        SessionDrain drain = new SessionDrain(new Drain(), session, setup, inFlight);
        IdleLimit limit =
                new IdleLimit(session, inFlight, Duration.ofMillis(10), drain, plane.watchdog(), Runnable::run);
        await().atMost(LIMIT).until(() -> limit.nanosLeft(System.nanoTime()) <= 0);

        inFlight.arrived(RETR);
        limit.expire();
        assertThat(session.isClosing()).isFalse();

        inFlight.finished(RETR);
        // It is watched again.
        await().atMost(LIMIT).until(session::isClosing);
    }

    @Test
    void a_command_that_arrives_while_the_watchdog_ends_the_session_is_carried_out_or_finds_it_ended() {
        FtpIoSession session = session();
        CommandsInFlight inFlight = new CommandsInFlight(setup, session::write);
        Drain server = new Drain();
        SessionDrain drain = new SessionDrain(server, session, setup, inFlight);
        IdleLimit limit = new IdleLimit(session, inFlight, LIMIT, drain, plane.watchdog(), Runnable::run);
        server.begin();
        await().atMost(LIMIT).until(() -> limit.nanosLeft(System.nanoTime()) <= 0);

        inFlight.arrived(RETR);
        limit.expire();
        assertThat(session.isClosing()).isFalse();
        assertThat(drain.admits(RETR)).isTrue();

        inFlight.finished(RETR);
        // It is watched again.
        await().atMost(LIMIT).until(session::isClosing);
        inFlight.arrived(RETR);
        assertThat(drain.admits(RETR)).isFalse();
    }

    @Test
    void a_session_that_cannot_begin_is_told_of_from_beginning_to_end() {
        SessionLog told = new SessionLog();
        SessionEvents events = new SessionEvents();
        events.add(told);
        // Without a server's context the stock handler fails.
        ControlHandler handler = new ControlHandler(plane, events, new Drain(), LIMIT, new CommandPool());
        FtpIoSession session = session();
        assertThatThrownBy(() -> handler.sessionCreated(session)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> handler.sessionClosed(session)).isInstanceOf(NullPointerException.class);
        SessionData.of(session).close();
        assertThat(told.lines).containsExactly("opened", "closed");
    }

    private static FtpIoSession session() {
        DummySession session = new DummySession();
        session.setLocalAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 21));
        session.setRemoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1024));
        FtpIoSession ftp = new FtpIoSession(session, null);
        ftp.setUser(new BaseUser());
        return ftp;
    }
}
