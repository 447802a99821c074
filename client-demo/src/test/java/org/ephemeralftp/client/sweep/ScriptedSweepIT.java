package org.ephemeralftp.client.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.ephemeralftp.client.testing.ScriptedServer.passiveReply;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.ephemeralftp.client.connection.ClientTls;
import org.ephemeralftp.client.testing.ScriptedServer;

/** The sweep of servers that do what a test tells them. */
class ScriptedSweepIT {
    private static final Duration PATIENT = Duration.ofSeconds(20);

    private final Map<ScriptedServer.Session, Integer> chosen = new ConcurrentHashMap<>();
    private ScriptedServer server;

    @BeforeEach
    void describe() throws IOException {
        server = new ScriptedServer();
        server.on("SITE", (session, argument) -> {
            if (argument.equals("LEASE PORTS")) {
                session.reply("200 31200-31203,31210");
            } else {
                chosen.put(session, Integer.valueOf(argument.replace("LEASE PORT ", "")));
                session.reply("200 the next PASV or EPSV leases it");
            }
        });
        server.on("PASV", (session, argument) -> listen(session, chosenBy(session)));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private int chosenBy(ScriptedServer.Session session) {
        return Objects.requireNonNull(chosen.get(session));
    }

    private static void listen(ScriptedServer.Session session, int port) throws IOException {
        session.reply(passiveReply("127,0,0,1", session.bind(port)));
    }

    private PortSweep sweep() {
        server.start();
        return PortSweep.to("127.0.0.1", server.port()).timeout(PATIENT).sessions(2);
    }

    @Test
    void triesEachPortByItsName() throws IOException {
        SweepReport report = sweep().run();

        assertThat(report.passed()).isTrue();
        assertThat(report.ranges()).hasToString("[31200-31203 open, 31210 open]");
        assertThat(report.learning().way()).isEqualTo(Learning.Way.BY_NAME);
        assertThat(server.commands().stream().filter("LIST"::equals)).hasSize(5);
    }

    @Test
    void onlyThePortsAskedForAreTriedAndAForeignOneIsNamed() throws IOException {
        SweepReport report = sweep().ports("31202-31204").run();

        assertThat(report.ranges()).hasToString("[31202-31203 open, 31204 not-seen]");
        assertThat(report.passed()).isFalse();
        assertThat(report.failed()).isFalse();
        assertThat(server.commands()).doesNotContain("SITE LEASE PORT 31204", "SITE LEASE PORT 31210");
    }

    @Test
    void aServerWithoutTheCommandIsAskedAgainAndAgain() throws IOException {
        server.reply("SITE", "502 no such thing");
        AtomicInteger turn = new AtomicInteger();
        server.on("PASV", (session, argument) -> listen(session, 31220 + turn.getAndIncrement() % 3));

        SweepReport report = sweep().sessions(1).run();

        assertThat(report.ranges()).hasToString("[31220-31222 open]");
        assertThat(report.passed()).isTrue();
        assertThat(report.learning().way()).isEqualTo(Learning.Way.BY_DRAWING);
        assertThat(report.learning().sinceNew()).isGreaterThanOrEqualTo(7 * 4);
    }

    @Test
    void drawingEndsAtOnceWhenAllThatWasAskedForHasCome() throws IOException {
        server.reply("SITE", "200 welcome to our site");
        AtomicInteger turn = new AtomicInteger();
        server.on("PASV", (session, argument) -> listen(session, 31220 + turn.getAndIncrement() % 3));

        SweepReport report = sweep().sessions(1).ports("31221").run();

        assertThat(report.ranges()).hasToString("[31221 open]");
        assertThat(report.learning().draws()).isEqualTo(2);
    }

    @Test
    void aServerThatSaysOneThingAndDoesAnotherIsDrawnFrom() throws IOException {
        AtomicInteger turn = new AtomicInteger();
        server.on("PASV", (session, argument) -> listen(session, 31200 + turn.getAndIncrement() % 2));

        SweepReport report = sweep().sessions(1).ports("31200,31201,31210").run();

        assertThat(report.ranges()).hasToString("[31200-31201 open, 31210 not-seen]");
        assertThat(report.learning().way()).isEqualTo(Learning.Way.BY_DRAWING);
    }

    @Test
    void aConnectionThatReachesNotThisSessionIsNotOpenAndIsTriedTwice() throws IOException {
        server.on("LIST", (session, argument) -> {
            session.reply("150 go on");
            session.reply("425 the connection came from another address");
        });

        SweepReport report = sweep().ports("31200,31201").run();

        assertThat(report.ranges()).hasToString("[31200-31201 wrong-source]");
        assertThat(report.port(31200).orElseThrow().detail()).contains("another address");
        assertThat(report.port(31200).orElseThrow().tries()).hasSize(2);
        assertThat(report.retries()).isEqualTo(new SweepReport.Retries(2, 0, 0, 0, 0));
        assertThat(report.failed()).isTrue();
    }

    @Test
    void anotherMachinesListenerIsNotTakenForTheServers() throws IOException {
        try (ServerSocket other = new ServerSocket(31230, 50, InetAddress.getLoopbackAddress())) {
            server.reply("SITE", "502 no such thing");
            server.reply("PASV", passiveReply("127,0,0,1", other.getLocalPort()));
            server.on("LIST", (session, argument) -> {});

            SweepReport report = sweep().timeout(Duration.ofSeconds(1)).run();

            assertThat(report.ranges()).hasToString("[31230 wrong-source]");
            assertThat(report.port(31230).orElseThrow().detail()).contains("did not notice the connection");
        }
    }

    @Test
    void aRefusedPortIsTriedAgainAndMayBeOpenThen() throws IOException {
        AtomicInteger turn = new AtomicInteger();
        server.on("PASV", (session, argument) -> {
            if (turn.getAndIncrement() == 0) {
                // Nobody listens.
                session.reply(passiveReply("127,0,0,1", chosenBy(session)));
            } else {
                listen(session, chosenBy(session));
            }
        });

        SweepReport report = sweep().sessions(1).ports("31200").run();

        assertThat(report.port(31200).orElseThrow().tries()).containsExactly(PortVerdict.REFUSED, PortVerdict.OPEN);
        assertThat(report.retries()).isEqualTo(new SweepReport.Retries(1, 1, 0, 0, 0));
        assertThat(report.passed()).isTrue();
    }

    @Test
    void fewerSessionsAreEnoughIfTheServerTakesNoMore() throws IOException {
        AtomicInteger greeted = new AtomicInteger();
        server.on("(greeting)", (session, argument) -> {
            if (greeted.incrementAndGet() <= 2) {
                session.reply("220 welcome");
            } else {
                session.reply("421 too many");
                session.hangUp();
            }
        });

        SweepReport report = sweep().sessions(5).run();

        assertThat(report.passed()).isTrue();
        assertThat(report.sessions()).isBetween(1, 2);
    }

    @Test
    void aPortThatIsBusyIsAskedForAgain() throws IOException {
        AtomicInteger turn = new AtomicInteger();
        server.on("PASV", (session, argument) -> {
            if (turn.getAndIncrement() < 2) {
                session.reply("425 it rests");
            } else {
                listen(session, chosenBy(session));
            }
        });

        SweepReport report = sweep().sessions(1).run();

        assertThat(report.passed()).isTrue();
    }

    @Test
    void aSessionThatEndsInTheMiddleIsReplaced() throws IOException {
        AtomicInteger turn = new AtomicInteger();
        server.on("LIST", (session, argument) -> {
            if (turn.getAndIncrement() == 0) {
                session.hangUp();
            } else {
                session.send(new byte[0]);
            }
        });

        SweepReport report = sweep().sessions(1).run();

        assertThat(report.passed()).isTrue();
        assertThat(report.trouble()).isNotEmpty();
    }

    @Test
    void theTimeLimitEndsASweepThatWouldGoOn() throws IOException {
        List<Integer> leased = new CopyOnWriteArrayList<>();
        server.on("LIST", (session, argument) -> {
            leased.add(1);
            if (leased.size() == 1) {
                session.send(new byte[0]);
            }
        });

        SweepReport report =
                sweep().sessions(1).timeLimit(Duration.ofSeconds(4)).run();

        assertThat(report.ending()).isEqualTo(SweepReport.Ending.TIME_LIMIT);
        assertThat(report.count(PortVerdict.OPEN)).isEqualTo(1);
        assertThat(report.count(PortVerdict.NOT_TRIED)).isEqualTo(4);
        assertThat(report.passed()).isFalse();
        assertThat(report.failed()).isFalse();
    }

    @Test
    void aServerWithoutAPortEndsTheSweepWithItsOwnWords() throws IOException {
        server.reply("SITE", "500 what?");
        server.reply("PASV", "421 go away");

        SweepReport report = sweep().sessions(1).run();

        assertThat(report.ending()).isEqualTo(SweepReport.Ending.NO_SESSION);
        assertThat(report.trouble()).contains("421 go away");
        assertThat(report.ports()).isEmpty();
    }

    @Test
    void aWrongPasswordIsToldWithoutThePassword() {
        server.reply("PASS", "530 hunter22 is wrong");

        assertThatThrownBy(() -> sweep().login("demo", "hunter22").run())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the login is answered with 530 **** is wrong");
    }

    @Test
    void everySocketIsClosedInTheEnd() throws IOException {
        sweep().run();

        await().atMost(PATIENT)
                .untilAsserted(() -> assertThat(server.openConnections()).isZero());
    }

    @Test
    void noPasswordGoesInClearWhenTheServerAgreesToTlsButDoesNotBeginIt() {
        server.reply("AUTH", "200 as you like");

        assertThatThrownBy(() -> sweep().tls(ClientTls.Trust.ANYBODY).run()).hasMessageContaining("neither 234");
        assertThat(server.commands()).containsExactly("AUTH TLS");
    }

    /** The wait for a greeting would be twenty seconds longer than the sweep may take. */
    @Test
    void theTimeLimitEndsSessionsThatAreBeingOpened() throws IOException {
        AtomicInteger greeted = new AtomicInteger();
        server.on("(greeting)", (session, argument) -> {
            if (greeted.incrementAndGet() == 1) {
                session.reply("220 welcome");
            }
        });
        server.on("LIST", (session, argument) -> {});

        SweepReport report = sweep().timeout(Duration.ofMinutes(2))
                .timeLimit(Duration.ofSeconds(4))
                .run();

        assertThat(report.took()).isLessThan(Duration.ofMinutes(1));
        assertThat(report.ending()).isEqualTo(SweepReport.Ending.TIME_LIMIT);
    }

    @Test
    void aNameThatNobodyAnswersForIsNotWaitedForLongerThanASweepMayTake() {
        CountDownLatch never = new CountDownLatch(1);
        PortSweep sweep = sweep().timeLimit(Duration.ofSeconds(1)).lookup(host -> {
            try {
                return never.await(1, TimeUnit.MINUTES) ? List.of() : List.of(InetAddress.getLoopbackAddress());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThatThrownBy(sweep::run).hasMessageContaining("the DNS does not tell what 127.0.0.1 is");
        never.countDown();
    }

    @Test
    void aServerWithANewPortEachTimeEndsTheSweepAtTheLimitOfDraws() throws IOException {
        server.reply("SITE", "500 what?");
        AtomicInteger turn = new AtomicInteger();
        server.on("PASV", (session, argument) -> listen(session, 31200 + turn.getAndIncrement() % 60));

        SweepReport report =
                sweep().mostDraws(5).timeLimit(Duration.ofSeconds(40)).run();

        assertThat(report.ending()).isEqualTo(SweepReport.Ending.DRAW_LIMIT);
        assertThat(report.took()).isLessThan(Duration.ofSeconds(36));
    }

    @Test
    void aDataConnectionWhoseTlsIsBrokenIsNotTakenForAnotherSessions() throws IOException {
        server.on("LIST", (session, argument) -> {
            session.reply("150 go on");
            try (Socket data = session.data()) {
                data.getOutputStream().write("this is no TLS at all".getBytes(StandardCharsets.US_ASCII));
                data.shutdownOutput();
                data.getInputStream().readAllBytes();
            }
            session.reply("425 no TLS");
        });

        SweepReport report = sweep().tls(ClientTls.Trust.ANYBODY).ports("31200").run();

        assertThat(report.ranges()).hasToString("[31200 failed]");
        assertThat(report.port(31200).orElseThrow().detail()).contains("tls-broken", "425 no TLS");
    }

    @Test
    void aServerThatClosesAnotherClientsConnectionBeforeTlsIsStillWrongSource() throws IOException {
        server.on("LIST", (session, argument) -> {
            session.reply("150 go on");
            session.data().close();
            session.reply("425 not from your address");
        });

        SweepReport report = sweep().tls(ClientTls.Trust.ANYBODY).ports("31200").run();

        assertThat(report.ranges()).hasToString("[31200 wrong-source]");
    }

    /** As behind a router that maps port numbers: what is named is bound, what the 227 tells is advertised. */
    @Test
    void theAdvertisedPortsAreTriedWhereTheNamesAreThoseOfOthers() throws IOException {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger turn = new AtomicInteger();
        server.on("PASV", (session, argument) -> listen(session, 31220 + turn.getAndIncrement() % 3));

        SweepReport report = sweep().sessions(1)
                .observer(new SweepObserver() {
                    @Override
                    public void begins(Outlook outlook) {
                        begun.incrementAndGet();
                    }
                })
                .run();

        assertThat(report.ranges()).hasToString("[31220-31222 open]");
        assertThat(report.learning().way()).isEqualTo(Learning.Way.BY_DRAWING);
        assertThat(report.passed()).isTrue();
        assertThat(begun).hasValue(2);
    }
}
