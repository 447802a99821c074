package org.ephemeralftp.server.slow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;

/** Slow clients of every kind, five hundred of each, all there at once: a client that behaves well is served all the time. */
@Timeout(600)
class SlowClientsIT {
    private static final int OF_EACH_KIND = 500;
    private static final int ADDRESSES = 20;
    private static final int AT_ONCE = 8;

    @TempDir
    private Path directory;

    @Test
    void they_are_in_nobodys_way() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        List<SlowClient> all = new ArrayList<>();
        try (KernelMemory memory = KernelMemory.take();
                SlowYard yard = new SlowYard(directory)) {
            assertServed(yard);
            for (SlowKind kind : SlowKind.values()) {
                long began = System.nanoTime();
                List<SlowClient> clients = stall(threads, yard, kind);
                all.addAll(clients);
                double seconds = (System.nanoTime() - began) / 1e9;
                long served = assertServed(yard);
                System.out.printf(
                        "slow: %d that %s came in %.1f s; well-behaved client with %d slow ones: %d ms%n",
                        clients.size(), kind, seconds, all.size(), served / 1_000_000);
                for (SlowClient client : clients) {
                    assertThat(kind.isHeld(client)).as("%s", kind).isTrue();
                }
            }
            assertServed(yard);
        } finally {
            threads.shutdownNow();
            for (SlowClient client : all) {
                client.close();
            }
        }
        assertThat(Files.readAllLines(directory.resolve("log")))
                .noneMatch(line -> line.startsWith("\t") || line.contains("Exception") || line.contains("Error"));
    }

    private static List<SlowClient> stall(ExecutorService threads, SlowYard yard, SlowKind kind) throws Exception {
        String network = kind.login() == SlowKind.Login.BEHIND_A_PROXY ? SlowYard.PROXIES : "127.0.1.";
        List<Future<SlowClient>> coming = new ArrayList<>();
        for (int i = 0; i < OF_EACH_KIND; i++) {
            String address = network + (1 + i % ADDRESSES);
            coming.add(threads.submit(() -> SlowClient.stall(yard, kind, address)));
        }
        List<SlowClient> clients = new ArrayList<>();
        for (Future<SlowClient> client : coming) {
            clients.add(client.get());
        }
        return clients;
    }

    /** A new session, with a KiB up and down in both passive modes; how long that took. */
    private static long assertServed(SlowYard yard) throws IOException {
        long began = System.nanoTime();
        byte[] content = new byte[1024];
        content[100] = 1;
        try (ControlConnection control = yard.server().logIn()) {
            for (DataMode mode : List.of(DataMode.PASV, DataMode.EPSV)) {
                mode.send(control, "STOR good", content);
                assertThat(mode.receive(control, "RETR good")).isEqualTo(content);
            }
            control.expect("QUIT", 221);
        }
        return System.nanoTime() - began;
    }
}
