package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.lease.LeaseTotals;
import org.ephemeralftp.server.lease.ReleaseCause;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode.ClientEnd;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.testing.Way;

/** Two hundred transfers, half of them uploads, all of them open at the same moment, with ten data ports. */
@Timeout(300)
class ManyTransfersIT {
    private static final int TRANSFERS = 200;
    private static final int ADDRESSES = 8;
    private static final int FIRST_PORT = 22340;
    private static final int LAST_PORT = 22349;
    private static final String PORTS = FIRST_PORT + "-" + LAST_PORT;
    private static final byte[] FILE = content(-1);

    @TempDir
    private Path home;

    private final CyclicBarrier allAreLoggedIn = new CyclicBarrier(TRANSFERS);
    private final CyclicBarrier allAreOpen = new CyclicBarrier(TRANSFERS);

    @BeforeEach
    void fill() throws IOException {
        Files.write(home.resolve("file"), FILE);
    }

    /** Of its own length, more than the buffers of a connection hold at first. */
    private static byte[] content(int seed) {
        Random random = new Random(seed);
        byte[] content = new byte[500_000 + random.nextInt(1_000_000)];
        random.nextBytes(content);
        return content;
    }

    private ServerConfigBuilder configuration() {
        return EphemeralFtpServer.builder()
                .port(0)
                .maxSessionsPerAddress(TRANSFERS)
                // On a busy machine they stand in line for a while.
                .leaseWait(Duration.ofSeconds(60))
                .connectTimeout(Duration.ofSeconds(60))
                .home(home)
                .anonymous(true)
                .user("u", "p");
    }

    @Test
    void two_hundred_passive_transfers_need_ten_passive_ports() throws Exception {
        try (EphemeralFtpServer server = configuration().passivePorts(PORTS).start()) {
            transferAll(server, Way.passive().toList());
            LeaseTotals totals = server.snapshot().totals();
            assertThat(totals.granted()).isEqualTo(TRANSFERS);
            assertThat(totals.ended(ReleaseCause.CONNECTED)).isEqualTo(TRANSFERS);
            assertThat(totals.refused()).isZero();
            assertThat(totals.strangers()).isZero();
            assertThat(totals.bindFailures()).isZero();
        }
    }

    @Test
    void two_hundred_active_transfers_need_ten_active_ports() throws Exception {
        try (EphemeralFtpServer server =
                configuration().passivePorts("22350-22359").activePorts(PORTS).start()) {
            transferAll(server, Way.active().toList());
            assertThat(server.snapshot().totals().granted()).isZero();
        }
    }

    private void transferAll(EphemeralFtpServer server, List<Way> ways) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(TRANSFERS);
        try {
            List<Future<?>> transfers = new ArrayList<>();
            for (int i = 0; i < TRANSFERS; i++) {
                int number = i;
                Way way = ways.get(i / 2 % ways.size()).from(2 + i % ADDRESSES);
                transfers.add(threads.submit(() -> {
                    transfer(server, way, number);
                    return null;
                }));
            }
            for (Future<?> transfer : transfers) {
                transfer.get();
            }
        } finally {
            threads.shutdownNow();
        }
        await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> {
            assertThat(server.snapshot().counts().connected()).isZero();
            assertThat(Machine.busyThreads()).isEmpty();
            assertThat(home).isDirectoryNotContaining("glob:**/.ephemeral-ftp");
        });
    }

    private void transfer(EphemeralFtpServer server, Way way, int number) throws Exception {
        boolean upload = number % 2 == 0;
        String name = "upload-" + number;
        byte[] content = upload ? content(number) : FILE;
        try (ControlConnection control = way.logIn(server, upload ? "u" : "anonymous", "p")) {
            control.socket().setSoTimeout(60_000);
            allAreLoggedIn.await(120, TimeUnit.SECONDS);
            try (ClientEnd end = way.mode().setUp(control)) {
                control.write(upload ? "STOR " + name : "RETR file");
                try (Socket data = end.connect()) {
                    assertThat(data.getPort()).isBetween(FIRST_PORT, LAST_PORT);
                    control.expect(150);
                    allAreOpen.await(120, TimeUnit.SECONDS);
                    if (upload) {
                        data.getOutputStream().write(content);
                    } else {
                        assertThat(data.getInputStream().readAllBytes()).isEqualTo(content);
                    }
                }
            }
            control.expect(226);
            control.expect("QUIT", 221);
        }
        if (upload) {
            assertThat(home.resolve(name)).hasBinaryContent(content);
        }
    }
}
