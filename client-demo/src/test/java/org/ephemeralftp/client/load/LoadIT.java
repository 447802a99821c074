package org.ephemeralftp.client.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.client.connection.ClientTls;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.testing.ScriptedServer;
import org.ephemeralftp.client.testing.SelfSigned;
import org.ephemeralftp.client.testing.StockServer;

class LoadIT {
    private static final String PASSIVE_PORTS = "31500-31509";

    @TempDir
    Path home;

    private static FtpLoad on(int port) {
        return FtpLoad.to("127.0.0.1", port).modes(DataMode.PASV).timeout(Duration.ofSeconds(20));
    }

    private static FtpLoad onStock(StockServer server) {
        return on(server.port()).login(StockServer.USER, StockServer.PASSWORD).sessions(4);
    }

    private List<String> leftAtHome() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.map(each -> each.getFileName().toString()).toList();
        }
    }

    @Test
    void allOperationsSizesAndPassiveModes() throws Exception {
        try (StockServer server = StockServer.start("127.0.0.1", 0, home, PASSIVE_PORTS)) {
            LoadReport report = onStock(server)
                    .transfers(120)
                    .modes(DataMode.PASV, DataMode.EPSV)
                    .operations(Operation.values())
                    .sizes(0, 1_000, 300_000)
                    .run();

            assertThat(report.errors()).isEmpty();
            assertThat(report.passed()).isTrue();
            assertThat(report.transfers()).isEqualTo(120);
            assertThat(report.latencyMicros().keySet()).containsExactly(Operation.values());
            assertThat(report.latencyMicros().values())
                    .extracting(Percentiles::count)
                    .containsOnly(40L);
            // All combinations took turns: 4 uploads and downloads in each six, of one size.
            assertThat(report.bytes()).isGreaterThan(4 * (7 * 0 + 7 * 1_000 + 6 * 300_000));
            assertThat(report.passivePorts().total()).isEqualTo(120);
            assertThat(report.passivePorts().uses().firstKey()).isGreaterThanOrEqualTo(31_500);
            assertThat(report.passivePorts().uses().lastKey()).isLessThanOrEqualTo(31_509);
            assertThat(report.passivePorts().reuseDistance().count())
                    .isEqualTo(120 - report.passivePorts().uses().size());
            assertThat(report.activePorts().total()).isZero();
            assertThat(report.setupMicros().count()).isEqualTo(120);
            assertThat(report.connectMicros().count()).isEqualTo(120);
            assertThat(report.timeline())
                    .anySatisfy(each -> assertThat(each.mostConnections()).isPositive())
                    .anySatisfy(each -> assertThat(each.mostLeases()).isPositive());
            assertThat(leftAtHome()).isEmpty();
        }
    }

    @Test
    void activeModesTellThePortsTheServerConnectsFrom() throws Exception {
        try (StockServer server = StockServer.start("127.0.0.1", 0, home, PASSIVE_PORTS)) {
            LoadReport report = onStock(server)
                    .transfers(40)
                    .modes(DataMode.PORT, DataMode.EPRT)
                    .run();

            assertThat(report.errors()).isEmpty();
            assertThat(report.transfers()).isEqualTo(40);
            assertThat(report.activePorts().total()).isEqualTo(40);
            assertThat(report.passivePorts().total()).isZero();
            assertThat(leftAtHome()).isEmpty();
        }
    }

    @Test
    void bothConnectionsUnderTls(@TempDir Path certificates) throws Exception {
        try (StockServer server = StockServer.start("127.0.0.1", 0, home, PASSIVE_PORTS)) {
            LoadReport report = onStock(server)
                    .tls(ClientTls.Trust.of(SelfSigned.pem(certificates)))
                    .modes(DataMode.EPSV, DataMode.PORT)
                    .sizes(0, 100_000)
                    .transfers(24)
                    .run();

            assertThat(report.errors()).isEmpty();
            assertThat(report.passed()).as(report.note()).isTrue();
            assertThat(report.latencyMicros().keySet()).containsExactly(Operation.UPLOAD, Operation.DOWNLOAD);
            assertThat(report.transfers()).isEqualTo(24);
            assertThat(leftAtHome()).isEmpty();
        }
    }

    @Test
    void aFileThatIsThereIsDownloadedByAnonymous() throws Exception {
        Files.write(home.resolve("there.bin"), new byte[50_000]);
        try (StockServer server = StockServer.start("127.0.0.1", 0, home, PASSIVE_PORTS)) {
            LoadReport report = on(server.port())
                    .operations(Operation.DOWNLOAD)
                    .file("there.bin")
                    .transfers(20)
                    .ramp(Duration.ofMillis(100))
                    .sessions(2)
                    .run();

            assertThat(report.errors()).isEmpty();
            assertThat(report.bytes()).isEqualTo(20 * 50_000);
            assertThat(leftAtHome()).containsExactly("there.bin");
        }
    }

    @Test
    void whoMayNotUploadIsToldBeforeTheLoad() throws Exception {
        try (StockServer server = StockServer.start("127.0.0.1", 0, home, PASSIVE_PORTS)) {
            LoadReport report = on(server.port()).run();

            assertThat(report.end()).isEqualTo(LoadEnd.NOT_BEGUN);
            assertThat(report.note()).startsWith("the first upload failed, STOR: 55");
            assertThat(report.transfers()).isZero();
        }
    }

    @Test
    void aWrongPasswordIsTriedOnce() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer().reply("PASS", "530 no, wrong-one is wrong").start()) {
            LoadReport report =
                    on(server.port()).login("u", "wrong-one").sessions(50).run();

            assertThat(report.end()).isEqualTo(LoadEnd.NOT_BEGUN);
            assertThat(report.note()).isEqualTo("login: 530 no, **** is wrong");
            assertThat(server.commands())
                    .filteredOn(each -> each.startsWith("PASS"))
                    .hasSize(1);
        }
    }

    @Test
    void noReplyTellsThePassword() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer().reply("PASV", "425 no, hush-hush").start()) {
            FtpLoad load = on(server.port()).login("u", "hush-hush").sessions(1).transfers(2);
            LoadReport listed = load.operations(Operation.LIST).run();
            LoadReport uploaded = load.operations(Operation.UPLOAD).run();

            assertThat(listed.errors()).containsExactly(new ErrorCount("425", "PASV", 2, "425 no, ****"));
            assertThat(uploaded.note()).isEqualTo("the first upload failed, PASV: 425 no, ****");
        }
    }

    @Test
    void refusalsAreCountedByTheirCodeAndTheSessionGoesOn() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer()
                .on("PASV", (session, argument) -> {
                    // The first one is the load's own trial.
                    if (asked.getAndIncrement() % 2 == 0) {
                        session.listen();
                    } else {
                        session.reply("425 no port is free");
                    }
                })
                .start()) {
            LoadReport report = on(server.port())
                    .operations(Operation.UPLOAD)
                    .sessions(1)
                    .transfers(10)
                    .run();

            assertThat(report.errors()).containsExactly(new ErrorCount("425", "PASV", 5, "425 no port is free"));
            assertThat(report.transfers()).isEqualTo(5);
            assertThat(report.end()).isEqualTo(LoadEnd.ALL_TRIED);
            assertThat(report.passed()).isFalse();
            assertThat(report.reconnects()).isZero();
        }
    }

    @Test
    void theReplyTellsThePortButNeverTheAddress() throws Exception {
        try (ScriptedServer server = new ScriptedServer()
                .on(
                        "PASV",
                        (session, argument) -> session.reply(ScriptedServer.passiveReply("192,0,2,1", session.bind())))
                .start()) {
            LoadReport report = on(server.port())
                    .operations(Operation.LIST)
                    .sessions(1)
                    .transfers(3)
                    .run();

            assertThat(report.errors()).isEmpty();
            assertThat(report.transfers()).isEqualTo(3);
        }
    }

    @Test
    void aPortNobodyListensOnIsRefusedAndEverybodyGoesOn() throws Exception {
        int closed = closedPort();
        try (ScriptedServer server = new ScriptedServer()
                .on("PASV", (session, argument) -> session.reply(ScriptedServer.passiveReply("127,0,0,1", closed)))
                .start()) {
            LoadReport report = on(server.port())
                    .operations(Operation.LIST)
                    .sessions(2)
                    .transfers(6)
                    .run();

            assertThat(report.errors()).singleElement().satisfies(error -> {
                assertThat(error.what()).isEqualTo("refused");
                assertThat(error.at()).isEqualTo("data connection");
                assertThat(error.count()).isEqualTo(6);
            });
            assertThat(report.passivePorts().uses()).containsEntry(closed, 6L);
            assertThat(report.connectMicros().count()).isZero();
        }
    }

    @Test
    void aSessionThatBreaksIsSetUpAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer()
                .on("LIST", (session, argument) -> {
                    if (asked.incrementAndGet() == 2) {
                        session.reply("421 not now");
                        session.hangUp();
                    } else {
                        session.send(new byte[10]);
                    }
                })
                .start()) {
            LoadReport report = on(server.port())
                    .operations(Operation.LIST)
                    .sessions(1)
                    .transfers(4)
                    .run();

            assertThat(report.errors()).containsExactly(new ErrorCount("421", "LIST", 1, "421 not now"));
            assertThat(report.transfers()).isEqualTo(3);
            assertThat(report.reconnects()).isEqualTo(1);
            await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
        }
    }

    @Test
    void aServerThatDiesEndsTheLoadEarly() throws Exception {
        ScriptedServer server = new ScriptedServer();
        AtomicInteger asked = new AtomicInteger();
        server.on("LIST", (session, argument) -> {
            if (asked.incrementAndGet() == 3) {
                server.close();
            } else {
                session.send(new byte[10]);
            }
        });
        server.start();
        LoadReport report = on(server.port())
                .operations(Operation.LIST)
                .sessions(2)
                .transfers(100_000)
                .run();

        assertThat(report.end()).isEqualTo(LoadEnd.SESSIONS_GAVE_UP);
        assertThat(report.sessionsGivenUp()).isEqualTo(2);
        assertThat(report.note()).startsWith("connect: ");
        assertThat(report.errors()).anySatisfy(each -> assertThat(each.at()).isEqualTo("connect"));
    }

    @Test
    void wrongBytesAreAnErrorAlthoughTheServerIsContent() throws Exception {
        try (ScriptedServer server = new ScriptedServer()
                .on("RETR", (session, argument) -> session.send(new byte[16 * 1024]))
                .start()) {
            LoadReport report = on(server.port())
                    .operations(Operation.DOWNLOAD)
                    .sessions(1)
                    .transfers(2)
                    .run();

            assertThat(report.errors()).singleElement().satisfies(error -> {
                assertThat(error.what()).isEqualTo("content");
                assertThat(error.example()).contains("differs from the upload at byte 0");
            });
            assertThat(report.transfers()).isZero();
        }
    }

    @Test
    void anUploadThatTheServerCutIsAnError() throws Exception {
        try (ScriptedServer server = new ScriptedServer().reply("SIZE", "213 5").start()) {
            LoadReport report = on(server.port()).operations(Operation.UPLOAD).run();

            assertThat(report.end()).isEqualTo(LoadEnd.NOT_BEGUN);
            assertThat(report.note()).contains("the upload had 16384 bytes, the server says: 213 5");
        }
    }

    @Test
    void theTimeLimitEndsATransferThatStands() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer()
                .on("LIST", (session, argument) -> {
                    session.reply("150 wait");
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .start()) {
            LoadReport report = on(server.port())
                    .operations(Operation.LIST)
                    .sessions(2)
                    .transfers(5)
                    .timeLimit(Duration.ofMillis(500))
                    .run();

            assertThat(report.end()).isEqualTo(LoadEnd.TIME_LIMIT);
            assertThat(report.transfers()).isZero();
            // What was cut off by the end is nobody's error.
            assertThat(report.errors()).isEmpty();
            never.countDown();
        }
    }

    @Test
    void theTimeLimitEndsAnUploadThatNobodyReads() throws Exception {
        AtomicInteger uploads = new AtomicInteger();
        CompletableFuture<Socket> unread = new CompletableFuture<>();
        try (ScriptedServer server = new ScriptedServer()
                .on("STOR", (session, name) -> {
                    // The first one is the load's own trial.
                    if (uploads.getAndIncrement() == 0) {
                        session.receive(name);
                    } else {
                        session.reply("150 go on");
                        unread.complete(session.data());
                        session.ignore();
                    }
                })
                .start()) {
            LoadReport report = on(server.port())
                    .operations(Operation.UPLOAD)
                    .sizes(32L << 20)
                    .sessions(1)
                    .timeout(Duration.ofMinutes(5))
                    .timeLimit(Duration.ofSeconds(2))
                    .run();

            assertThat(report.end()).isEqualTo(LoadEnd.TIME_LIMIT);
            assertThat(loadThreads()).isEmpty();
            // What was sent before the end can be read; then it is over.
            assertThat(unread.get(20, TimeUnit.SECONDS)).satisfies(data -> {
                data.setSoTimeout(20_000);
                assertThat(data.getInputStream().transferTo(OutputStream.nullOutputStream()))
                        .isLessThan(32L << 20);
            });
        }
    }

    @Test
    void thePreparationIsWithinTheTimeLimitAndSoAreItsSockets() throws Exception {
        try (ScriptedServer server = new ScriptedServer()
                .on("STOR", (session, name) -> {
                    session.reply("150 go on");
                    session.data();
                    session.ignore();
                })
                .start()) {
            AtomicReference<Duration> told = new AtomicReference<>();
            LoadReport report = on(server.port())
                    .sizes(32L << 20)
                    .timeout(Duration.ofMinutes(5))
                    .timeLimit(Duration.ofSeconds(1))
                    .observer(new LoadObserver() {
                        @Override
                        public void begins(Duration atMost) {
                            told.set(atMost);
                        }
                    })
                    .run();

            assertThat(report.end()).isEqualTo(LoadEnd.TIME_LIMIT);
            assertThat(report.note()).startsWith("the first upload failed, ");
            // The clean-up has time of its own.
            assertThat(report.filesLeft()).isEmpty();
            assertThat(told.get()).isEqualTo(Duration.ofSeconds(28));
        }
    }

    /** Each reply of the trial comes within its own limit, and all of them together do not. */
    @Test
    void whenThePreparationTookAllTheTimeNobodyGaveUp() throws Exception {
        AtomicLong now = new AtomicLong();
        try (ScriptedServer server = new ScriptedServer()
                .on("DELE", (session, name) -> {
                    now.addAndGet(Duration.ofMinutes(3).toNanos());
                    session.reply("250 deleted");
                })
                .start()) {
            LoadReport report = on(server.port())
                    .ticker(now::get)
                    .operations(Operation.UPLOAD)
                    .timeLimit(Duration.ofMinutes(2))
                    .run();

            assertThat(report.end()).isEqualTo(LoadEnd.TIME_LIMIT);
            assertThat(report.sessionsGivenUp()).isZero();
        }
    }

    @Test
    void anInterruptBeforeTheLoadEndsThePreparation() throws Exception {
        try (ScriptedServer server = new ScriptedServer().start()) {
            Thread.currentThread().interrupt();
            LoadReport report = on(server.port()).run();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(report.end()).isEqualTo(LoadEnd.INTERRUPTED);
            assertThat(server.commands()).noneMatch(each -> each.startsWith("STOR"));
        }
    }

    private static List<String> loadThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("load-"))
                .toList();
    }

    @Test
    void anInterruptEndsItAndTheUploadsAreDeleted() throws Exception {
        try (StockServer server = StockServer.start("127.0.0.1", 0, home, PASSIVE_PORTS)) {
            CompletableFuture<LoadReport> ended = new CompletableFuture<>();
            AtomicLong transferred = new AtomicLong();
            FtpLoad load = onStock(server).transfers(1_000_000).observer(new LoadObserver() {
                @Override
                public void transferred(Transfer transfer, long soFar) {
                    transferred.set(soFar);
                }
            });
            Thread runner = new Thread(() -> ended.complete(load.run()));
            runner.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> transferred.get() > 10);
            runner.interrupt();
            LoadReport report = ended.get(20, TimeUnit.SECONDS);

            assertThat(report.end()).isEqualTo(LoadEnd.INTERRUPTED);
            assertThat(report.transfers()).isGreaterThan(10);
            assertThat(report.filesLeft()).isEmpty();
            assertThat(leftAtHome()).isEmpty();
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
