package org.ephemeralftp.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.ephemeralftp.server.testing.DataMode.PASV;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.ServerProcess;

/** A server that is killed amid an upload, and what the next one finds: real processes, really killed. */
@Timeout(300)
class CrashIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int KILLS = 10;
    private static final int CLIENTS = 5;
    private static final int LETTERS = 20;
    private static final int CHUNK = 16 * 1024;
    private static final byte[] OLD = {1, 2, 3};

    @TempDir
    private Path home;

    @Test
    void the_next_server_removes_what_a_killed_one_left_and_not_what_a_living_one_does() throws Exception {
        Files.write(home.resolve("file"), OLD);
        try (ServerProcess living = ServerProcess.start(home, "22110-22119");
                ControlConnection survivor = living.logIn();
                Socket data = ControlConnection.connect(survivor.client(), survivor.passive())) {
            survivor.expect("STOR survivor", 150);
            data.getOutputStream().write(new byte[1000]);
            await().atMost(LIMIT).until(() -> waiting(1000) == 1);

            killAmidUploads();
            assertThat(home.resolve("file")).hasBinaryContent(OLD);
            assertThat(waiting(500)).as("uploads that the killed server left").isEqualTo(3);

            try (ServerProcess next = ServerProcess.start(home, "22122-22129");
                    ControlConnection control = next.logIn()) {
                assertThat(waiting(500))
                        .as("uploads left at the start of the next server")
                        .isZero();
                PASV.send(control, "STOR file", new byte[10]);
                assertThat(home.resolve("file")).hasSize(10);
            }
            // One in this process looks at the same locks, in another way.
            try (EphemeralFtpServer own = EphemeralFtpServer.builder()
                    .port(0)
                    .passivePorts("22122-22129")
                    .home(home)
                    .user("u", "p")
                    .start()) {
                assertThat(own.port()).isPositive();
            }
            assertThat(waiting(1000)).isEqualTo(1);

            data.getOutputStream().write(new byte[1]);
            data.close();
            survivor.expect(226);
            // Soon, and not at its end: it will be killed.
            await().atMost(LIMIT).until(() -> Files.notExists(home.resolve(".ephemeral-ftp")));
        }
        assertThat(home.resolve("survivor")).hasSize(1001);
    }

    /**
     * Ten servers are killed at points that nobody chose, each amid the uploads of five clients: what has its final name
     * is whole.
     */
    @Test
    void fifty_killed_uploads_leave_no_half_file() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1);
        try {
            Future<ServerProcess> next = threads.submit(() -> startOnPorts(0));
            for (int kill = 1; kill <= KILLS; kill++) {
                int following = kill;
                try (ServerProcess doomed = next.get(120, SECONDS)) {
                    next = threads.submit(() -> startOnPorts(following));
                    killAtRandom(doomed, threads);
                }
                assertAllWhole();
            }
            next.get(120, SECONDS).close();
        } finally {
            threads.shutdownNow();
        }
        try (EphemeralFtpServer last = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("27060-27069")
                .home(home)
                .user("u", "p")
                .start()) {
            assertThat(last.port()).isPositive();
        }
        assertAllWhole();
        assertThat(home).isDirectoryNotContaining("glob:**/.ephemeral-ftp");
    }

    private ServerProcess startOnPorts(int number) throws Exception {
        return ServerProcess.start(home, number % 2 == 0 ? "27040-27049" : "27050-27059");
    }

    /** The client whose bytes reach a number drawn before kills the server; all of them are in an upload then. */
    private void killAtRandom(ServerProcess doomed, ExecutorService threads) throws Exception {
        AtomicLong left = new AtomicLong(ThreadLocalRandom.current().nextLong(100_000, 8_000_000));
        CountDownLatch killed = new CountDownLatch(1);
        List<Future<?>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(threads.submit(() -> {
                try (ControlConnection control = doomed.logIn()) {
                    while (killed.getCount() > 0) {
                        upload(control, ThreadLocalRandom.current().nextInt(LETTERS), chunk -> {
                            if (left.addAndGet(-chunk) < 0 && left.getAndSet(Long.MAX_VALUE / 2) < 0) {
                                killed.countDown();
                                doomed.kill();
                            }
                        });
                    }
                } catch (IOException | AssertionError e) {
                    if (killed.getCount() > 0) {
                        throw e;
                    }
                }
                return null;
            }));
        }
        for (Future<?> client : clients) {
            client.get(60, SECONDS);
        }
    }

    private interface Sent {
        void bytes(int count) throws InterruptedException;
    }

    /** What a file begins with tells how long it is, and every byte of it is the same. */
    private static void upload(ControlConnection control, int letter, Sent sent)
            throws IOException, InterruptedException {
        byte[] chunk = new byte[CHUNK];
        Arrays.fill(chunk, (byte) ('a' + letter));
        try (Socket data = ControlConnection.connect(control.client(), control.passive())) {
            control.expect("STOR shared" + ThreadLocalRandom.current().nextInt(3), 150);
            for (int i = 0; i <= letter; i++) {
                data.getOutputStream().write(chunk);
                sent.bytes(CHUNK);
            }
        }
        control.expect(226);
    }

    private void assertAllWhole() throws IOException {
        try (Stream<Path> all = Files.list(home)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                assertThat(content).as(file.toString()).isNotEmpty();
                byte[] whole = new byte[(content[0] - 'a' + 1) * CHUNK];
                Arrays.fill(whole, content[0]);
                assertThat(Arrays.equals(content, whole))
                        .as(file + ", " + content.length + " bytes")
                        .isTrue();
            }
        }
    }

    private void killAmidUploads() throws Exception {
        try (ServerProcess doomed = ServerProcess.start(home, "22122-22129");
                ControlConnection one = doomed.logIn();
                ControlConnection two = doomed.logIn();
                ControlConnection three = doomed.logIn();
                Socket first = upload(one, "STOR file");
                Socket second = upload(two, "STOR new");
                Socket third = upload(three, "STOU")) {
            await().atMost(LIMIT).until(() -> waiting(500) == 3);
            doomed.kill();
            assertThat(Stream.of(first, second, third)).noneMatch(Socket::isClosed);
        }
    }

    private static Socket upload(ControlConnection control, String command) throws IOException {
        Socket data = ControlConnection.connect(control.client(), control.passive());
        try {
            control.expect(command, 150);
            data.getOutputStream().write(new byte[500]);
            return data;
        } catch (IOException | RuntimeException | Error e) {
            data.close();
            throw e;
        }
    }

    /** How many hidden files have this size. */
    private long waiting(long size) throws IOException {
        try (Stream<Path> all = Files.walk(home.resolve(".ephemeral-ftp"))) {
            long count = 0;
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                count += Files.size(file) == size ? 1 : 0;
            }
            return count;
        }
    }
}
