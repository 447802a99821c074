package org.ephemeralftp.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.testing.ControlConnection;

/** Somebody swaps a directory for a link to one outside, to and fro, while clients do everything they can in it. */
@Timeout(120)
class SwapStressIT {
    private static final long NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final List<String> NAMES = List.of("a", "b", "c");

    @TempDir
    private Path base;

    private Path home;
    private Path outside;

    @BeforeEach
    void layOut() throws IOException {
        home = Files.createDirectory(base.resolve("home"));
        outside = base.resolve("outside");
        fill(home.resolve("dir"), "inside");
        fill(outside, "secret");
    }

    @Test
    void nothing_outside_is_read_made_or_changed() throws Exception {
        Map<String, String> before = tree();
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try (EphemeralFtpServer server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("27000-27019")
                .home(home)
                .user("u", "p")
                .start()) {
            long end = System.nanoTime() + NANOS;
            List<Future<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int client = i;
                clients.add(threads.submit(() -> work(server, client, end)));
            }
            Future<Integer> swaps = threads.submit(() -> swap(end));
            int successes = 0;
            for (Future<Integer> client : clients) {
                successes += client.get(60, TimeUnit.SECONDS);
            }
            assertThat(swaps.get(60, TimeUnit.SECONDS)).as("swaps").isPositive();
            assertThat(successes).as("commands that the directory let through").isPositive();
        } finally {
            threads.shutdownNow();
        }
        assertThat(tree()).isEqualTo(before);
    }

    private static void fill(Path top, String content) throws IOException {
        Files.createDirectories(top.resolve("sub/empty"));
        for (String name : NAMES) {
            Files.writeString(top.resolve("sub").resolve(name), content);
        }
    }

    private Map<String, String> tree() throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> all = Files.walk(outside)) {
            for (Path file : all.toList()) {
                String content = Files.isRegularFile(file) ? Files.readString(file) : "";
                tree.put(file.toString(), Files.getLastModifiedTime(file) + content);
            }
        }
        return tree;
    }

    private int swap(long end) throws IOException {
        Path dir = home.resolve("dir");
        Path aside = base.resolve("aside");
        int swaps = 0;
        while (System.nanoTime() < end) {
            Files.move(dir, aside);
            Files.createSymbolicLink(dir, outside);
            Files.delete(dir);
            Files.move(aside, dir);
            swaps++;
        }
        return swaps;
    }

    private static int work(EphemeralFtpServer server, int client, long end) throws IOException {
        int successes = 0;
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            for (int round = 0; System.nanoTime() < end; round++) {
                String name = "dir/sub/" + NAMES.get((round + client) % NAMES.size());
                successes += retrieve(control, name);
                store(control, name);
                store(control, "dir/sub/new" + client);
                control.send("SIZE " + name);
                control.send("MLST " + name);
                control.send("MFMT 20200101000000 " + name);
                control.send("MKD dir/sub/made" + client);
                successes += control.send("RMD dir/sub/made" + client).code() == 250 ? 1 : 0;
                control.send("RMD dir/sub/empty");
                rename(control, name, "dir/sub/renamed" + client);
                rename(control, "dir/sub/renamed" + client, name);
                control.send("DELE dir/sub/new" + client);
                control.send("DELE " + name);
            }
        }
        return successes;
    }

    private static void rename(ControlConnection control, String from, String to) throws IOException {
        if (control.send("RNFR " + from).code() == 350) {
            control.send("RNTO " + to);
        }
    }

    private static int retrieve(ControlConnection control, String name) throws IOException {
        try (Socket data = ControlConnection.connect(control.client(), control.passive())) {
            control.write("RETR " + name);
            if (control.read().code() != 150) {
                return 0;
            }
            assertThat(new String(data.getInputStream().readAllBytes(), UTF_8)).isIn("inside", "stored");
            control.expect(226);
            return 1;
        }
    }

    private static void store(ControlConnection control, String name) throws IOException {
        try (Socket data = ControlConnection.connect(control.client(), control.passive())) {
            control.write("STOR " + name);
            if (control.read().code() != 150) {
                return;
            }
            data.getOutputStream().write("stored".getBytes(UTF_8));
        } catch (SocketException e) {
            assertThat(e).isNotNull();
        }
        control.read();
    }
}
