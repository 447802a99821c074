package org.ephemeralftp.client.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ClientTls;
import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.testing.ScriptedServer;

/** What the probe does with what it finds: tries, checks, and what other cells take over. */
@Timeout(60)
class ScriptedServerProbeIT {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final InetAddress EVERYWHERE = new InetSocketAddress(0).getAddress();
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
                        session.reply(ScriptedServer.passiveReply("127,0,0,2", session.bind(EVERYWHERE))));

        CellResult cell = pasv();

        assertThat(cell.verdict()).isEqualTo(Verdict.OK);
        assertThat(cell.checks())
                .singleElement()
                .satisfies(check -> assertThat(check.result().passed()).isTrue());
        server.forgetData();
    }

    /** The check asks once more, and what it is told then is looked at, too. */
    @Test
    void whatTheLast227NamesIsNotConnectedToBlindly() {
        List<Integer> ports = new CopyOnWriteArrayList<>();
        server.on("PASV", (session, argument) -> {
            int port = session.bind(EVERYWHERE);
            ports.add(port);
            session.reply(ScriptedServer.passiveReply(ports.size() <= 2 ? "127,0,0,2" : "0,0,0,0", port));
        });

        CellResult cell = pasv();

        assertThat(ports).hasSize(3);
        assertThat(cell.verdict()).isEqualTo(Verdict.OK);
        assertThat(cell.checks()).isEmpty();
        assertThat(cell.remark())
                .isEqualTo("the address in the 227 was not tried: the next 227 names no other address");
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
