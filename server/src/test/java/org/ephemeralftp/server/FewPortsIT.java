package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.lease.LeaseTotals;
import org.ephemeralftp.server.lease.ReleaseCause;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.testing.Way;

/** A few ports are enough for many clients, because a port is free again as soon as its client is connected. */
@Timeout(120)
class FewPortsIT {
    private static final byte[] SMALL = new byte[1024];

    @TempDir
    private Path home;

    @BeforeEach
    void fill() throws IOException {
        new Random(1).nextBytes(SMALL);
        Files.write(home.resolve("small"), SMALL);
        Files.write(home.resolve("large"), new byte[32 << 20]);
    }

    private EphemeralFtpServer start(String ports) throws IOException {
        return EphemeralFtpServer.builder()
                .port(0)
                .passivePorts(ports)
                .home(home)
                .anonymous(true)
                .start();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.ephemeralftp.server.testing.Way#passive")
    void one_port_serves_500_transfers_in_a_row(Way way) throws Exception {
        try (EphemeralFtpServer server = start("22100");
                ControlConnection control = way.logIn(server, "anonymous", "x")) {
            for (int i = 0; i < 500; i++) {
                assertThat(way.mode().receive(control, "RETR small")).isEqualTo(SMALL);
            }
            assertThat(server.snapshot().totals().ended(ReleaseCause.CONNECTED)).isEqualTo(500);
        }
    }

    /** Each session takes the port as soon as the other one is connected. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2"})
    void one_port_serves_others_while_a_download_is_held_open(String other) throws Exception {
        try (EphemeralFtpServer server = start("22100");
                ControlConnection slow = ControlConnection.anonymous(server);
                Socket held = ControlConnection.connect(slow.client(), slow.passive())) {
            slow.expect("RETR large", 150);
            assertThat(held.getInputStream().readNBytes(1000)).hasSize(1000);
            try (ControlConnection control =
                    ControlConnection.from(other, server).logIn("anonymous", "x")) {
                for (int i = 0; i < 20; i++) {
                    assertThat(DataMode.PASV.receive(control, "RETR small")).isEqualTo(SMALL);
                }
            }
            assertThat(held.getInputStream().readAllBytes()).hasSize((32 << 20) - 1000);
            slow.expect(226);
        }
    }

    @Test
    void two_ports_serve_eight_clients_that_connect_in_another_order() throws Exception {
        for (int host = 2; host <= 9; host++) {
            Files.writeString(home.resolve("127.0.0." + host), "for " + host);
        }
        List<ControlConnection> clients = new ArrayList<>();
        try (EphemeralFtpServer server = start("22100-22101")) {
            for (int round = 0; round < 10; round++) {
                for (int host = 2; host <= 9; host++) {
                    clients.add(
                            ControlConnection.from("127.0.0." + host, server).logIn("anonymous", "x"));
                }
                record Turn(ControlConnection client, InetSocketAddress address) {}
                List<Turn> turns = new ArrayList<>();
                for (ControlConnection client : clients) {
                    turns.add(new Turn(client, client.passive()));
                }
                assertThat(turns).extracting(turn -> turn.address().getPort()).containsOnly(22100, 22101);
                Collections.shuffle(turns, new Random(round));
                for (Turn turn : turns) {
                    ControlConnection client = turn.client();
                    String name = client.client().getHostAddress();
                    try (Socket data = ControlConnection.connect(client.client(), turn.address())) {
                        client.expect("RETR " + name, 150);
                        assertThat(data.getInputStream().readAllBytes())
                                .asString()
                                .isEqualTo(Files.readString(home.resolve(name)));
                        client.expect(226);
                    }
                }
                for (ControlConnection client : clients) {
                    client.close();
                }
                clients.clear();
            }
            assertThat(server.snapshot().totals().strangers()).isZero();
        } finally {
            for (ControlConnection client : clients) {
                client.close();
            }
        }
    }

    @Test
    void ten_ports_serve_64_sessions_of_one_address_without_an_error() throws Exception {
        long end = System.nanoTime()
                + Duration.ofSeconds(Machine.takesItsTime() ? 30 : 5).toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try (EphemeralFtpServer server = start("22100-22109")) {
            List<Future<Integer>> loops = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                loops.add(threads.submit(() -> transfers(server, end)));
            }
            long transfers = 0;
            for (Future<Integer> loop : loops) {
                transfers += loop.get();
            }
            LeaseTotals totals = server.snapshot().totals();
            assertThat(totals.refused()).isZero();
            assertThat(totals.strangers()).isZero();
            assertThat(totals.bindFailures()).isZero();
            assertThat(totals.granted()).isEqualTo(transfers);
            assertThat(totals.ended(ReleaseCause.CONNECTED)).isEqualTo(transfers);
        } finally {
            threads.shutdownNow();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static int transfers(EphemeralFtpServer server, long end) throws IOException {
        int count = 0;
        try (ControlConnection control = ControlConnection.anonymous(server)) {
            do {
                DataMode mode = count % 2 == 0 ? DataMode.PASV : DataMode.EPSV;
                assertThat(mode.receive(control, "RETR small")).isEqualTo(SMALL);
                count++;
            } while (System.nanoTime() < end);
        }
        return count;
    }
}
