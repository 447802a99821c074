package org.ephemeralftp.client.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.testing.ScriptedServer;

/** The attempts that take long on purpose. */
@Timeout(60)
class SpecialAttemptsIT {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ScriptedServer server;

    @BeforeEach
    void create() throws IOException {
        server = new ScriptedServer();
        server.reply("NOOP", "200 still here");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private FtpProbe probe() {
        server.start();
        return FtpProbe.to("127.0.0.1", server.port())
                .login("u", "correct-horse")
                .ipv4()
                .plain()
                .modes(List.of(DataMode.PASV))
                .timeout(Duration.ofSeconds(20))
                .tries(1);
    }

    private CellResult longTransfer() {
        return probe().longTransfer(Duration.ofSeconds(1)).run().cells().get(0);
    }

    private List<String> deleted() {
        return server.commands().stream()
                .filter(line -> line.startsWith("DELE"))
                .toList();
    }

    private List<String> uploaded() {
        return server.commands().stream()
                .filter(line -> line.startsWith("STOR"))
                .map(line -> line.replace("STOR", "DELE"))
                .toList();
    }

    @Test
    void aLongTransferTrickles() {
        CellResult cell = longTransfer();

        assertThat(cell.verdict()).isEqualTo(Verdict.OK);
        assertThat(cell.attempts()).extracting(Attempt::kind).containsExactly(Attempt.Kind.USUAL, Attempt.Kind.LONG);
        assertThat(server.file().length).isBetween(2, 10);
        assertThat(server.commands()).doesNotContain("NOOP");
        assertThat(deleted()).hasSize(1).isEqualTo(uploaded());
    }

    /** This server reads the NOOPs when the upload is over. */
    @Test
    void aFinalReplyThatDoesNotComeIsWaitedForAgainWithNoops() {
        AtomicInteger uploads = new AtomicInteger();
        server.on("STOR", (session, name) -> {
            if (uploads.incrementAndGet() == 1) {
                session.reply("150 go on");
                try (Socket data = session.data()) {
                    data.getInputStream().readAllBytes();
                }
                session.hangUp();
            } else {
                session.receive(name);
            }
        });

        CellResult cell = longTransfer();

        assertThat(cell.verdict()).hasToString("sometimes closed at transfer-end");
        assertThat(cell.attempts())
                .extracting(Attempt::kind)
                .containsExactly(Attempt.Kind.USUAL, Attempt.Kind.LONG, Attempt.Kind.LONG_WITH_NOOPS);
        assertThat(cell.attempts().get(2).passed()).isTrue();
        assertThat(server.commands()).contains("NOOP");
        assertThat(deleted()).hasSize(2).isEqualTo(uploaded());
    }

    @Test
    void repliesToNoopsMayComeBeforeTheFinalOne() {
        AtomicInteger uploads = new AtomicInteger();
        server.on("STOR", (session, name) -> {
            session.reply("150 go on");
            Socket data = session.data();
            var unused = threads.submit(() -> {
                data.getInputStream().readAllBytes();
                data.close();
                session.reply(uploads.incrementAndGet() == 1 ? "451 once more" : "226 stored");
                return null;
            });
        });

        CellResult cell = longTransfer();

        assertThat(cell.verdict()).hasToString("sometimes replied-451 at transfer-end");
        assertThat(cell.attempts().get(2).last().code()).isEqualTo(226);
    }

    @Test
    void anAccountThatMayNotUploadLeavesItInconclusive() {
        server.reply("STOR", "550 read only");

        CellResult cell = longTransfer();

        assertThat(cell.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(cell.remark()).isEqualTo("no long transfer: the upload was refused with 550 read only");
        assertThat(deleted()).isEmpty();
    }

    @Test
    void aFileThatCannotBeDeletedIsNamed() {
        server.reply("DELE", "550 not you");

        assertThat(longTransfer().remark())
                .matches("ephemeral-ftp-probe-[0-9a-f]{16}\\.bin may be left on the server: 550 not you");
    }

    /** As Ctrl-C does it. */
    @Test
    void anInterruptedUploadIsDeletedAndNothingNewBegins() throws Exception {
        CountDownLatch uploading = new CountDownLatch(1);
        server.on("STOR", (session, name) -> {
            uploading.countDown();
            session.receive(name);
        });
        FtpProbe probe = probe().modes(List.of(DataMode.EPSV)).longTransfer(Duration.ofMinutes(30));
        FutureTask<ProbeReport> running = new FutureTask<>(probe::run);
        Thread thread = new Thread(running, "probe");
        thread.start();
        uploading.await();
        thread.interrupt();

        ProbeReport report = running.get();

        assertThat(deleted()).hasSize(1).isEqualTo(uploaded());
        assertThat(report.cells().get(1).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.cells().get(1).remark()).isEqualTo("interrupted");
    }

    @Test
    void aFileWhoseDeletionIsNotAnsweredIsNamed() {
        server.on("DELE", (session, name) -> {});
        FtpProbe probe = probe().impatient(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofSeconds(20));

        assertThat(probe.longTransfer(Duration.ofSeconds(1))
                        .run()
                        .cells()
                        .get(0)
                        .remark())
                .matches("ephemeral-ftp-probe-[0-9a-f]{16}\\.bin may be left on the server: .+");
    }

    @Test
    void aDataConnectionThatEndsDuringALongTransferIsSeen() {
        server.on("STOR", (session, name) -> {
            session.reply("150 go on");
            session.data().close();
            session.reply("426 no more");
        });

        PhaseRecord last = longTransfer().attempts().get(1).last();

        assertThat(last.phase()).isEqualTo(Phase.BYTES);
        assertThat(last.text()).endsWith("426 no more");
    }

    @Test
    void whatTheServerSaysWhenNobodyConnectsIsAwaited() {
        AtomicInteger listings = new AtomicInteger();
        server.on("LIST", (session, argument) -> {
            if (listings.incrementAndGet() == 1) {
                session.send(new byte[0]);
            } else {
                session.reply("150 waiting");
                session.reply("425 nobody came");
            }
        });

        CellResult cell = probe().unconnected().run().cells().get(0);

        assertThat(cell.verdict()).isEqualTo(Verdict.OK);
        assertThat(cell.attempts().get(1).kind()).isEqualTo(Attempt.Kind.UNCONNECTED);
        assertThat(cell.attempts().get(1).last().code()).isEqualTo(425);
        assertThat(cell.attempts().get(1).phase(Phase.DATA_CONNECT)).isEmpty();
    }

    @Test
    void whatTakesLongOnPurposeIsInTheWorstCase() {
        FtpProbe probe = FtpProbe.to("127.0.0.1", 21);
        assertThat(probe.worstCase()).isEqualTo(Duration.ofSeconds(60));

        // Two protections, each perhaps twice, with five waits around them, and five to delete the file.
        assertThat(probe.longTransfer(Duration.ofSeconds(100)).worstCase())
                .isEqualTo(Duration.ofSeconds(60 + 2 * 2 * (100 + 5 * 4 + 5 * 4)));
        // Two families.
        assertThat(probe.unconnected().worstCase())
                .isEqualTo(Duration.ofSeconds(60 + 2 * 2 * (100 + 5 * 4 + 5 * 4) + 2 * (60 + 5 * 4)));
    }
}
