package org.ephemeralftp.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.testing.Machine;

/** What is no directory is never opened as one. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HeldDirectoryTest {
    private static final int TIMES = 50;

    @TempDir
    private Path directory;

    private Path root;

    @BeforeEach
    void make() throws Exception {
        root = Files.createDirectory(directory.toRealPath().resolve("root"));
    }

    private void assertNoDirectory(Path path) {
        assertThatThrownBy(() -> HeldDirectory.open(root, path).close())
                .isInstanceOf(NotDirectoryException.class)
                .hasMessage(path.getFileName().toString());
    }

    @Test
    void a_file_in_the_way_leaves_nothing_open() throws Exception {
        Path file = Files.writeString(root.resolve("file"), "content");
        assertNoDirectory(file);
        int before = Machine.descriptors();
        for (int i = 0; i < TIMES; i++) {
            assertNoDirectory(file);
        }
        // Not none at all: something else may open one meanwhile.
        assertThat(Machine.descriptors()).isLessThan(before + TIMES / 2);
    }

    @Test
    void a_pipe_in_the_way_is_not_waited_for() throws Exception {
        Path pipe = root.resolve("pipe");
        Process mkfifo =
                new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start();
        assumeThat(mkfifo.waitFor(10, TimeUnit.SECONDS) && mkfifo.exitValue() == 0)
                .as("mkfifo works")
                .isTrue();
        assertNoDirectory(pipe);
    }
}
