package org.ephemeralftp.docker.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HostProgramTest {
    private static final Duration SHORT = Duration.ofMillis(500);

    @TempDir
    private Path directory;

    @Test
    void tellsWhatItPrintedAndHowItEnded() throws Exception {
        HostProgram program =
                HostProgram.run(new ProcessBuilder("sh", "-c", "cat; echo no >&2; exit 3"), "yes", HostProgram.LIMIT);

        assertThat(program).isEqualTo(new HostProgram(3, "yes", "no\n"));
    }

    @Test
    void whatDoesNotEndIsEnded() throws IOException {
        Path pid = directory.resolve("pid");
        ProcessBuilder reader = new ProcessBuilder("sh", "-c", "echo $$ > " + pid + "; exec cat " + pipe("never"));

        // It does not read its input either, which is more than the pipe to it takes.
        assertThatThrownBy(() -> HostProgram.run(reader, "x".repeat(1 << 20), Duration.ofSeconds(5)))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("Not ended after 5 s: sh -c");
        long number = Long.parseLong(Files.readString(pid).strip());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ProcessHandle.of(number).isEmpty());
    }

    /** It has ended, but not what has its output: if that was read before the end, the end of it does not come. */
    @Test
    void whatKeepsItsOutputOpenIsNotWaitedForForEver() throws Exception {
        Path pipe = pipe("open");
        try {
            ProcessBuilder parent = new ProcessBuilder("sh", "-c", "cat " + pipe + " & echo started");

            assertThat(HostProgram.run(parent, "", SHORT)).isEqualTo(new HostProgram(0, "started\n", ""));
        } catch (LabException e) {
            assertThat(e).hasMessageStartingWith("Not ended after 0 s: sh -c cat");
        } finally {
            Files.newOutputStream(pipe, StandardOpenOption.WRITE).close();
        }
    }

    private Path pipe(String name) throws IOException {
        Path pipe = directory.resolve(name);
        try {
            assertThat(HostProgram.run(List.of("mkfifo", pipe.toString()), "").status())
                    .isZero();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return pipe;
    }
}
