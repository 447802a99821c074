package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.Unprivileged;

/** The demonstration, as somebody runs it who has just built the jar. */
@Timeout(300)
class DemoIT {
    @TempDir
    Path directory;

    /** With a temporary directory of the test's own, so that what is left in it shows. */
    private List<String> demo(Path temporary, String... options) {
        List<String> command = new ArrayList<>(Jars.command(Jars.lab(), "demo"));
        command.addAll(List.of(options));
        command.add(1, "-Djava.io.tmpdir=" + temporary);
        return command;
    }

    @Test
    void itToursAServerAndLeavesNothing() throws IOException, InterruptedException {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Program demo = Program.run(directory, demo(temporary));

        assertThat(demo.status()).as(demo.toString()).isZero();
        assertThat(demo.err()).isEmpty();
        assertThat(demo.out())
                .startsWith("A server for this demonstration: 127.0.0.1:")
                .contains("All bytes matched in all 4 cells.");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void anybodyMayRunIt() throws IOException, InterruptedException {
        try (Unprivileged somebody = Unprivileged.prepare(Jars.lab())) {
            Program demo = Program.run(somebody.directory(), somebody.command("demo", "--no-color"));

            assertThat(demo.status()).as(demo.toString()).isZero();
        }
    }

    @Test
    void endedBeforeItsTimeItLeavesNothingEither() throws IOException, InterruptedException {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Process demo = Program.builder(directory, demo(temporary))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = demo.inputReader()) {
            // The first line comes when the server runs and the client is about to.
            assertThat(out.readLine()).contains("127.0.0.1:");
            assertThat(temporary).isNotEmptyDirectory();
            List<ProcessHandle> children = demo.children().toList();
            demo.destroy();

            assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(temporary).isEmptyDirectory();
            await().atMost(Duration.ofSeconds(60)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            demo.descendants().forEach(ProcessHandle::destroyForcibly);
            demo.destroyForcibly();
        }
    }
}
