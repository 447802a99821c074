package org.ephemeralftp.client.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ClientTls;
import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.testing.ScriptedServer;
import org.ephemeralftp.client.testing.ScriptedServer.Answer;

/** What the probe makes of servers that fail in one phase, at once. */
@Timeout(60)
class ScriptedServerProbeIT {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String PASSWORD = "correct-horse";

    private ScriptedServer server;

    @BeforeEach
    void create() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void everythingTheProbeOpenedIsClosed() throws IOException {
        try {
            await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
        } finally {
            server.close();
        }
    }

    private FtpProbe probe() {
        server.start();
        return FtpProbe.to("127.0.0.1", server.port())
                .login("u", PASSWORD)
                .trust(ClientTls.Trust.ANYBODY)
                .ipv4()
                .timeout(LONG)
                .tries(2);
    }

    private CellResult probe(DataMode mode, Protection protection) {
        FtpProbe one = probe().modes(List.of(mode));
        return (protection == Protection.TLS ? one.tls() : one.plain())
                .run()
                .cells()
                .get(0);
    }

    private CellResult pasv() {
        return probe(DataMode.PASV, Protection.PLAIN);
    }

    private CellResult port() {
        return probe(DataMode.PORT, Protection.PLAIN);
    }

    private static Answer says(String line) {
        return (session, argument) -> session.reply(line);
    }

    static Stream<Arguments> passiveFailures() {
        return Stream.of(
                arguments("(greeting)", says("421 too many users"), "replied-421 at greeting"),
                arguments("(greeting)", says("SSH-2.0-OpenSSH_9.2"), "not-understood at greeting"),
                arguments("(greeting)", (Answer) (session, argument) -> session.hangUp(), "closed at greeting"),
                arguments("(greeting)", (Answer) (session, argument) -> session.reset(), "reset at greeting"),
                arguments(
                        "(greeting)",
                        (Answer) (session, argument) -> {
                            session.mumble("22");
                            session.hangUp();
                        },
                        "not-understood at greeting"),
                arguments("USER", says("530 TLS first"), "replied-530 at login"),
                arguments("PASS", says("332 account?"), "replied-332 at login"),
                arguments("PASS", says("421 going down"), "replied-421 at login"),
                arguments("PASS", (Answer) (session, argument) -> session.hangUp(), "closed at login"),
                arguments("PASV", says("425 no port is free"), "replied-425 at data-setup"),
                arguments("PASV", says("502 no PASV here"), "replied-502 at data-setup"),
                arguments("PASV", says("227 somewhere"), "not-understood at data-setup"),
                arguments("PASV", says("227 ok (127,0,0,1,0,0)"), "not-understood at data-setup"),
                arguments("PASV", (Answer) (session, argument) -> session.hangUp(), "closed at data-setup"),
                arguments("LIST", says("550 not allowed"), "replied-550 at transfer-start"),
                arguments("LIST", says("425 not from you"), "replied-425 at transfer-start"),
                arguments("LIST", says("what?"), "not-understood at transfer-start"),
                arguments("LIST", (Answer) (session, argument) -> session.hangUp(), "closed at transfer-start"),
                arguments(
                        "LIST",
                        (Answer) (session, argument) -> {
                            session.reply("150 here it comes");
                            session.data().close();
                            session.reply("426 disk on fire");
                        },
                        "replied-426 at transfer-end"),
                arguments(
                        "LIST",
                        (Answer) (session, argument) -> {
                            session.reply("150 here it comes");
                            session.data().close();
                            session.hangUp();
                        },
                        "closed at transfer-end"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource
    void passiveFailures(String command, Answer answer, String verdict) {
        server.on(command, answer);

        CellResult cell = pasv();

        assertThat(cell.verdict()).hasToString(verdict);
        assertThat(cell.attempts()).hasSize(1);
        // Only the last phase can have failed.
        List<PhaseRecord> phases = cell.attempts().get(0).phases();
        assertThat(phases.subList(0, phases.size() - 1)).allMatch(PhaseRecord::passed);
    }

    static Stream<Arguments> tlsFailures() {
        return Stream.of(
                arguments("AUTH", says("502 no TLS"), "replied-502 at auth"),
                arguments("AUTH", says("200 why not"), "not-understood at auth"),
                arguments(
                        "AUTH",
                        (Answer) (session, argument) -> session.reply("234 go on\r\nthis is no TLS at all"),
                        "tls-broken at auth"),
                arguments("PROT", says("536 only in clear"), "replied-536 at login"),
                arguments(
                        "LIST",
                        (Answer) (session, argument) -> {
                            session.reply("150 here it comes");
                            try (Socket data = session.data()) {
                                data.getOutputStream().write("this is no TLS at all".getBytes(StandardCharsets.UTF_8));
                            }
                            session.reply("522 TLS failed");
                        },
                        "tls-broken at bytes"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource
    void tlsFailures(String command, Answer answer, String verdict) {
        server.on(command, answer);

        assertThat(probe(DataMode.PASV, Protection.TLS).verdict()).hasToString(verdict);
    }

    @Test
    void aCertificateThatIsNotTrustedIsSaidSo() {
        FtpProbe probe = probe().trust(ClientTls.Trust.OF_THIS_MACHINE).tls().modes(List.of(DataMode.PASV));

        assertThat(probe.run().cells().get(0).verdict()).hasToString("not-trusted at auth");
    }

    static Stream<Arguments> activeFailures() {
        return Stream.of(
                arguments("PORT", says("501 not to this address"), "replied-501 at data-setup"),
                arguments("LIST", says("425 cannot connect"), "replied-425 at data-connect"),
                arguments("LIST", says("150 connecting\r\n425 cannot connect"), "replied-425 at data-connect"),
                arguments("LIST", says("150 connecting\r\n426 no"), "replied-426 at data-connect"),
                arguments("LIST", says("550 not allowed"), "replied-550 at transfer-start"));
    }

    /** Under TLS, too, where what has arrived shows only after it was read. */
    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource
    void activeFailures(String command, Answer answer, String verdict) {
        server.on(command, answer);

        ProbeReport report = probe().modes(List.of(DataMode.PORT)).run();

        assertThat(report.cells())
                .hasSize(2)
                .allSatisfy(cell -> assertThat(cell.verdict()).hasToString(verdict));
        assertThat(report.took()).isLessThan(LONG);
    }

    @Test
    void allThatTheScriptCanDoWorks() {
        ProbeReport report =
                probe().modes(List.of(DataMode.PASV, DataMode.PORT)).run();

        assertThat(report.passed()).isTrue();
        assertThat(report.cells()).hasSize(4);
        assertThat(report.cells().get(0).attempts()).hasSize(2);
        assertThat(server.commands())
                .filteredOn(line -> line.startsWith("USER"))
                .hasSize(4);
        assertThat(server.commands()).filteredOn(line -> line.equals("PASV")).hasSize(4);
    }

    @Test
    void theServerMayConnectBeforeItsReplyOrAfterIt() {
        List<Phase> replyFirst = phases(port());
        server.on("LIST", (session, argument) -> {
            try (Socket data = session.data()) {
                // The client accepts now and has heard nothing.
                session.reply("150 here it comes");
            }
            session.reply("226 sent");
        });
        List<Phase> connectFirst = phases(
                probe().plain().modes(List.of(DataMode.PORT)).run().cells().get(0));

        assertThat(replyFirst)
                .contains(Phase.TRANSFER_START, Phase.DATA_CONNECT)
                .endsWith(Phase.TRANSFER_END);
        assertThat(connectFirst)
                .contains(Phase.TRANSFER_START, Phase.DATA_CONNECT)
                .endsWith(Phase.TRANSFER_END);
    }

    private static List<Phase> phases(CellResult cell) {
        assertThat(cell.verdict()).isEqualTo(Verdict.OK);
        return cell.attempts().get(0).phases().stream().map(PhaseRecord::phase).toList();
    }

    @Test
    void aPortWhereNobodyListensIsTriedAgainAndTheServerAsked() throws IOException {
        int dead = deadPort();
        server.reply("PASV", ScriptedServer.passiveReply("127,0,0,1", dead)).reply("LIST", "425 nobody came");

        CellResult cell = pasv();

        assertThat(cell.verdict()).hasToString("refused at data-connect");
        assertThat(cell.attempts()).hasSize(2).allSatisfy(attempt -> {
            assertThat(attempt.last().remote()).hasToString("127.0.0.1:" + dead);
            assertThat(attempt.last().said()).hasToString("127.0.0.1:" + dead);
        });
        assertThat(cell.checks()).singleElement().satisfies(check -> {
            assertThat(check.kind()).isEqualTo(Check.Kind.SERVERS_VIEW);
            assertThat(check.result().code()).isEqualTo(425);
        });
    }

    private static int deadPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Test
    void somePortsOpenAndOthersNotIsSometimes() throws IOException {
        int dead = deadPort();
        List<Integer> count = new CopyOnWriteArrayList<>();
        server.on("PASV", (session, argument) -> {
            count.add(1);
            if (count.size() == 1) {
                session.reply(ScriptedServer.passiveReply("127,0,0,1", dead));
            } else {
                session.listen();
            }
        });
        server.on("LIST", (session, argument) -> {
            if (count.size() == 1) {
                session.reply("425 nobody came");
            } else {
                session.send(new byte[10]);
            }
        });

        assertThat(pasv().verdict()).hasToString("sometimes refused at data-connect");
    }

    @Test
    void anAdvertisedAddressThatLeadsNowhereIsFoundThoughTheProbeDoesNotNeedIt() {
        server.on(
                "PASV", (session, argument) -> session.reply(ScriptedServer.passiveReply("127,0,0,2", session.bind())));

        CellResult cell = pasv();

        assertThat(cell.verdict()).isEqualTo(Verdict.MISADVERTISED);
        assertThat(cell.attempts()).hasSize(2).allMatch(Attempt::passed);
        assertThat(cell.checks()).singleElement().satisfies(check -> {
            assertThat(check.kind()).isEqualTo(Check.Kind.ADVERTISED_ADDRESS);
            assertThat(check.result().outcome()).isEqualTo(ConnectionOutcome.REFUSED);
            assertThat(check.result().remote()).asString().startsWith("127.0.0.2:");
        });
    }

    @Test
    void anAdvertisedAddressThatWorksIsFine() {
        server.on(
                "PASV",
                (session, argument) ->
                        session.reply(ScriptedServer.passiveReply("127,0,0,2", session.bindEverywhere())));

        CellResult cell = pasv();

        assertThat(cell.verdict()).isEqualTo(Verdict.OK);
        assertThat(cell.checks())
                .singleElement()
                .satisfies(check -> assertThat(check.result().passed()).isTrue());
        server.forgetData();
    }

    @Test
    void noAddressAtAllMeansHere() {
        server.on("PASV", (session, argument) -> session.reply(ScriptedServer.passiveReply("0,0,0,0", session.bind())));

        CellResult cell = pasv();

        assertThat(cell.verdict()).isEqualTo(Verdict.OK);
        assertThat(cell.checks()).isEmpty();
    }

    @Test
    void whatTheServerSaysOfABrokenDataConnectionIsKept() {
        server.on("LIST", (session, argument) -> {
            session.reply("150 here it comes");
            try (Socket data = session.data()) {
                data.setSoLinger(true, 0);
            }
            session.reply("426 disk on fire");
        });

        PhaseRecord last = pasv().attempts().get(0).last();

        assertThat(last.outcome()).isEqualTo(ConnectionOutcome.RESET);
        assertThat(last.phase()).isEqualTo(Phase.BYTES);
        assertThat(last.text()).endsWith("426 disk on fire");
    }

    @Test
    void aRefusedPasswordIsSaidOnceForEachProtectionAndShownNowhere() {
        server.reply("PASS", "530 not with " + PASSWORD);

        ProbeReport report = probe().run();

        assertThat(server.commands())
                .filteredOn(line -> line.startsWith("PASS"))
                .hasSize(2);
        assertThat(report.cells())
                .hasSize(8)
                .allSatisfy(cell -> assertThat(cell.verdict()).hasToString("replied-530 at login"));
        assertThat(report.cells().get(1).remark())
                .isEqualTo("not tried again: the login was refused in pasv.plain.ipv4");
        assertThat(report.toString()).contains("530 not with ****").doesNotContain(PASSWORD);
    }

    @Test
    void aControlConnectionThatFailsIsTriedOnceForEachFamily() throws IOException {
        ProbeReport report = FtpProbe.to("127.0.0.1", deadPort()).plain().run();

        assertThat(report.cells())
                .filteredOn(cell -> cell.cell().family() == AddressFamily.IPV4)
                .hasSize(4)
                .allSatisfy(cell -> assertThat(cell.verdict()).hasToString("refused at control-connect"));
        assertThat(report.cells().get(3).remark())
                .isEqualTo("not tried again: the control connection failed in pasv.plain.ipv4");
        assertThat(report.cells())
                .filteredOn(cell -> cell.cell().family() == AddressFamily.IPV6)
                .hasSize(4)
                .allSatisfy(cell -> assertThat(cell.verdict()).isEqualTo(Verdict.SKIPPED));
    }

    @Test
    void aHostThatNobodyKnowsIsSaidSo() {
        ProbeReport report = FtpProbe.to("nowhere.example", 21)
                .lookup(host -> {
                    throw new UnknownHostException(host);
                })
                .passive()
                .ipv4()
                .plain()
                .run();

        assertThat(report.cells())
                .hasSize(2)
                .allSatisfy(cell -> assertThat(cell.verdict()).hasToString("unknown-host at control-connect"));
    }
}
