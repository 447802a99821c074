package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.Requires;

/** The benchmark works: every transfer in it succeeds, and what it prints has the numbers. How large they are is no test. */
class BenchmarkIT {
    /** Away from the ports of other tests, and from those the kernel chooses. */
    private static final String PORT = "26000";

    @TempDir
    Path directory;

    @BeforeEach
    void require() {
        Requires.program("python3");
        Requires.program("cc");
        Requires.program("openssl");
    }

    private Program run(String... options) throws Exception {
        String program = Jars.root().resolve("server/benchmark/run").toString();
        return Program.run(
                directory,
                Stream.concat(
                                Stream.of("python3", program, "--quick", "--port", PORT, "--directory=" + directory),
                                Stream.of(options))
                        .toList());
    }

    @Test
    void everyKindOfWorkloadHasItsRow() throws Exception {
        Path numbers = directory.resolve("numbers.json");
        Program benchmark = run(
                "--servers=sync",
                "--workloads=retr-1,stor-16,tls-retr,tls-stor,mlsd-many,idle,at-once,long-run",
                "--json=" + numbers);

        assertThat(benchmark.status()).as(benchmark.toString()).isZero();
        assertThat(benchmark.out())
                .containsPattern("1 KiB RETR, 1 session: a second \\| [1-9]")
                .containsPattern("1 KiB STOR, 16 sessions: server CPU, us \\| [1-9]")
                .containsPattern("4 MiB RETR, TLS: MB/s \\| [0-9.]*[1-9]")
                .containsPattern("4 MiB STOR, TLS: MB/s \\| [0-9.]*[1-9]")
                .containsPattern("MLSD of 2,000: first byte after, % \\| [0-9.]*[1-9]")
                .containsPattern("20 idle sessions: live heap, KiB a session \\| -?[0-9]")
                .containsPattern("40 transfers at once from 10 ports: failed \\| 0 ")
                .containsPattern("320 transfers: failed \\| 0 ")
                .containsPattern("medians of 1 rounds")
                .doesNotContain(" failed; the first:");
        assertThat(Files.readString(numbers)).contains("\"long-run\"");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(numbers);
        }
    }

    @Test
    void aWorkloadThatThereIsNotIsNamed() throws Exception {
        Program benchmark = run("--workloads=retr-2");

        assertThat(benchmark.status()).isEqualTo(2);
        assertThat(benchmark.err().lines().toList())
                .last()
                .asString()
                .contains("--workloads: retr-2 is none")
                .contains("retr-16");
    }

    @Test
    void aServerThatThereIsNotIsSaid() throws Exception {
        Program benchmark = run("--servers=nobody");

        assertThat(List.of(benchmark.status(), benchmark.err().strip()))
                .containsExactly(1, "benchmark: no server is left to measure");
    }
}
