package org.ephemeralftp.client.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.ephemeralftp.client.connection.ClientTls;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.testing.ScriptedServer;
import org.ephemeralftp.client.testing.ScriptedServer.Answer;

/** What the probe makes of servers that say nothing, or do not stop. */
@Timeout(90)
class SilentServerProbeIT {
    private static final Answer NOTHING = (session, argument) -> {};

    private final List<ScriptedServer> servers = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws IOException {
        threads.shutdownNow();
        for (ScriptedServer server : servers) {
            server.close();
        }
    }

    private FtpProbe probe(String command, Answer answer) throws IOException {
        ScriptedServer server = new ScriptedServer().on(command, answer).start();
        servers.add(server);
        return FtpProbe.to("127.0.0.1", server.port())
                .login("u", "correct-horse")
                .trust(ClientTls.Trust.ANYBODY)
                .ipv4()
                .timeout(FtpProbe.MIN_TIMEOUT)
                .tries(1);
    }

    /** All at the same time, since each of them waits; a reply without an end is given up for its length. */
    @Test
    void silenceIsATimeOutWhereverItBegins() throws Exception {
        List<Future<Verdict>> found = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        UnaryOperator<FtpProbe> pasv = probe -> probe.plain().modes(List.of(DataMode.PASV));
        UnaryOperator<FtpProbe> port = probe -> probe.plain().modes(List.of(DataMode.PORT));
        UnaryOperator<FtpProbe> tls = probe -> probe.tls().modes(List.of(DataMode.PASV));
        Object[][] cases = {
            {"(greeting)", NOTHING, pasv, "timed-out at greeting"},
            {"(greeting)", (Answer) (session, argument) -> session.mumble("22"), pasv, "timed-out at greeting"},
            {"(greeting)", endless("220-" + "and so on ".repeat(1000)), pasv, "not-understood at greeting"},
            {"USER", NOTHING, pasv, "timed-out at login"},
            {"AUTH", NOTHING, tls, "timed-out at auth"},
            {"AUTH", noHandshake(), tls, "timed-out at auth"},
            {"PASV", NOTHING, pasv, "timed-out at data-setup"},
            {
                "PASV",
                (Answer) (session, argument) ->
                        session.reply(ScriptedServer.passiveReply("127,0,0,1", session.bindWithoutRoom())),
                pasv,
                "timed-out at data-connect"
            },
            {"LIST", NOTHING, pasv, "timed-out at transfer-start"},
            {"LIST", noBytes(), pasv, "timed-out at bytes"},
            {"LIST", noBytes(), tls, "timed-out at bytes"},
            {"LIST", noEnd(), pasv, "timed-out at transfer-end"},
            {"LIST", NOTHING, port, "timed-out at data-connect"},
            {"LIST", (Answer) (session, argument) -> session.reply("150 soon"), port, "timed-out at data-connect"},
            {"LIST", (Answer) (session, argument) -> session.hangUp(), port, "closed at data-connect"},
        };
        for (Object[] each : cases) {
            @SuppressWarnings("unchecked")
            UnaryOperator<FtpProbe> which = (UnaryOperator<FtpProbe>) each[2];
            FtpProbe probe = which.apply(probe((String) each[0], (Answer) each[1]));
            found.add(threads.submit(() -> probe.run().cells().get(0).verdict()));
            expected.add((String) each[3]);
        }
        List<String> verdicts = new ArrayList<>();
        for (Future<Verdict> each : found) {
            verdicts.add(each.get(60, TimeUnit.SECONDS).toString());
        }
        assertThat(verdicts).isEqualTo(expected);
    }

    private static Answer endless(String line) {
        return (session, argument) -> {
            while (true) {
                session.reply(line);
            }
        };
    }

    private static Answer noHandshake() {
        return (session, argument) -> {
            session.reply("234 go on");
            session.ignore();
        };
    }

    private static Answer noBytes() {
        return (session, argument) -> {
            session.reply("150 here it comes");
            session.data();
        };
    }

    private static Answer noEnd() {
        return (session, argument) -> {
            session.reply("150 here it comes");
            session.data().close();
        };
    }

    private static Answer bytesForEver() {
        return bytesForEver(1000, 0);
    }

    private static Answer bytesForEver(int size, long millisBetween) {
        CountDownLatch never = new CountDownLatch(1);
        return (session, argument) -> {
            session.reply("150 here it comes");
            try (Socket data = session.data()) {
                OutputStream out = data.getOutputStream();
                while (!never.await(millisBetween, TimeUnit.MILLISECONDS)) {
                    out.write(new byte[size]);
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
    }

    @Test
    void aListingWithoutEndIsCutShort() throws IOException {
        ProbeReport report = probe("LIST", bytesForEver())
                .plain()
                .modes(List.of(DataMode.PASV, DataMode.PORT))
                .tries(2)
                .run();

        assertThat(report.cells()).hasSize(2).allSatisfy(cell -> {
            assertThat(cell.verdict()).isEqualTo(Verdict.OK);
            assertThat(cell.attempts())
                    .allSatisfy(attempt -> assertThat(
                                    attempt.phase(Phase.BYTES).orElseThrow().text())
                            .endsWith("more that were not waited for"));
        });
    }

    @Test
    void aListingThatTricklesForEverIsCutShort() throws IOException {
        CellResult cell = probe("LIST", bytesForEver(1, 20))
                .impatient(Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofSeconds(30))
                .plain()
                .modes(List.of(DataMode.PASV))
                .run()
                .cells()
                .get(0);

        assertThat(cell.verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void aListingWithoutEndEndsWithTheRunAndTheOtherCellsAreInconclusive() throws IOException {
        Duration within = Duration.ofSeconds(3);
        FtpProbe probe = probe("LIST", bytesForEver(1, 20)).plain().passive().within(within);

        ProbeReport report = probe.run();

        assertThat(probe.worstCase()).isEqualTo(within);
        assertThat(report.cells()).hasSize(2).allSatisfy(cell -> {
            assertThat(cell.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(cell.remark()).isEqualTo("not done within 3 s");
            assertThat(cell.attempts()).isEmpty();
        });
    }

    @Test
    void aPortThatTimesOutIsTriedAgainOnlyIfTheOtherCellsKeepTheirTime() throws IOException {
        Answer full = (session, argument) ->
                session.reply(ScriptedServer.passiveReply("127,0,0,1", session.bindWithoutRoom()));
        FtpProbe hurried = probe("PASV", full)
                .plain()
                .modes(List.of(DataMode.PASV, DataMode.EPSV, DataMode.PORT))
                .tries(2)
                .within(Duration.ofSeconds(8));

        CellResult cell = hurried.run().cells().get(0);

        assertThat(cell.verdict()).hasToString("timed-out at data-connect");
        assertThat(cell.attempts()).hasSize(1);
        assertThat(cell.remark()).startsWith("tried 1 of 2 times only");

        FtpProbe patient =
                probe("PASV", full).plain().modes(List.of(DataMode.PASV)).tries(2);

        assertThat(patient.run().cells().get(0).attempts()).hasSize(2);
    }
}
