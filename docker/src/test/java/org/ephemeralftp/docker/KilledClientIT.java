package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.docker.testing.Requires;
import org.ephemeralftp.docker.testing.ServerProcess;

/**
 * Clients that are killed in the middle of an upload. Their system ends both connections politely, as if everything had
 * been sent, and the data connection often first.
 */
class KilledClientIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int TIMES = 20;

    @TempDir
    Path directory;

    @Test
    void aKilledClientNeverReplacesAFile() throws Exception {
        Requires.program("curl");
        byte[] old = new byte[300_000];
        new Random(1).nextBytes(old);
        Path upload = Files.write(directory.resolve("upload"), new byte[20_000_000]);
        // The default is meant for a machine that is less busy than this one may be.
        try (ServerProcess server = ServerProcess.start(
                directory,
                "--port=0",
                "--passive-ports=24030-24039",
                "--upload-grace=3s",
                "--user=u=p",
                "--home=" + directory.resolve("home"))) {
            Path target = Files.write(server.home().resolve("file"), old);
            for (int i = 0; i < TIMES; i++) {
                Process client = new ProcessBuilder(
                                "curl",
                                "--disable",
                                "--silent",
                                "--limit-rate",
                                "5M",
                                "--upload-file",
                                upload.toString(),
                                "ftp://u:p@127.0.0.1:" + server.port() + "/file")
                        .start();
                try {
                    await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> uploading(server) > 100_000);
                } finally {
                    client.destroyForcibly();
                    assertThat(client.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                            .isTrue();
                }
                await().atMost(LIMIT).until(() -> uploading(server) == 0);
                assertThat(target).as("after %d clients were killed", i + 1).hasBinaryContent(old);
            }
        }
    }

    /** The size of what waits to be put in its place; 0 if nothing does. */
    private static long uploading(ServerProcess server) throws IOException {
        Path hidden = server.home().resolve(".ephemeral-ftp");
        try (Stream<Path> files = Files.exists(hidden) ? Files.walk(hidden) : Stream.empty()) {
            long size = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                size += Files.size(file);
            }
            return size;
        } catch (IOException | UncheckedIOException e) {
            return 1; // It was put away while it was looked at.
        }
    }
}
