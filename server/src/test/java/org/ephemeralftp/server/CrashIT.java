package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.ephemeralftp.server.testing.DataMode.PASV;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        }
        assertThat(home.resolve("survivor")).hasSize(1001);
        assertThat(home).isDirectoryNotContaining("glob:**/.ephemeral-ftp");
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
