package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.testing.SparseFile;

/** HASH, XCRC and their kin: what they calculate, and what ends them. */
@Timeout(60)
class ChecksumIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final String SHA_256_OF_TEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    /** Would take many minutes. */
    private static final long HUGE = 1L << 40;

    @TempDir
    private Path home;

    private EphemeralFtpServer server;
    private ControlConnection control;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(home.resolve("test"), "test");
        Files.writeString(home.resolve("with blanks 1 2"), "test");
        Files.createFile(home.resolve("empty"));
        Files.createDirectory(home.resolve("dir"));
        SparseFile.create(home.resolve("huge"), HUGE);
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("20020-20029")
                .home(home)
                .user("u", "p")
                .start();
        control = ControlConnection.to(server).logIn("u", "p");
    }

    @AfterEach
    void stop() throws Exception {
        control.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "SHA-256, " + SHA_256_OF_TEST,
        "SHA-512, ee26b0dd4af7e749aa1a8ee3c10ae9923f618980772e473f8819a5d4940e0db27ac185f8a0e1d5f84f88bc887fd67b143732c304cc5fa9ad8e6f57f50028a8ff",
        "SHA-1,   a94a8fe5ccb19ba61c4c0873d391e987982fbbd3",
        "MD5,     098f6bcd4621d373cade4e832627b4f6",
        "CRC32,   d87f7e0c",
    })
    void hash_tells_the_algorithm_the_range_the_hash_and_the_name(String algorithm, String hash) throws Exception {
        control.expect("OPTS HASH " + algorithm, 200);
        assertThat(control.expect("HASH test", 213).text()).isEqualTo("213 " + algorithm + " 0-4 " + hash + " test");
        control.expect("TYPE A", 200);
        assertThat(control.expect("HASH /test", 213).text()).isEqualTo("213 " + algorithm + " 0-4 " + hash + " /test");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            XCRC test              | 250 d87f7e0c
            xcrc "test"            | 250 d87f7e0c
            XCRC test 0            | 250 d87f7e0c
            XCRC test 0 4          | 250 d87f7e0c
            XCRC "test" 1 3        | 250 905fad9b
            XCRC test 4            | 250 00000000
            XCRC empty             | 250 00000000
            XCRC with blanks 1 2   | 250 d87f7e0c
            XCRC "with blanks 1 2" | 250 d87f7e0c
            XMD5 test              | 250 098f6bcd4621d373cade4e832627b4f6
            XSHA1 test             | 250 a94a8fe5ccb19ba61c4c0873d391e987982fbbd3
            XSHA256 test           | 250 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
            """)
    void checksums_of_files_and_parts_of_them(String command, String reply) throws Exception {
        assertThat(control.send(command).text()).isEqualTo(reply);
    }

    @ParameterizedTest
    @CsvSource({
        "HASH, 501",
        "XCRC, 501",
        "HASH missing, 550",
        "XCRC missing 1 2, 550",
        "HASH dir, 550",
        "XMD5 dir, 550",
        "HASH ../../etc/passwd, 550",
        "XCRC test 5, 501",
        "XCRC test 0 5, 501",
        "XCRC test 3 2, 501",
        "XCRC test 999999999999999999999, 550",
    })
    void what_has_no_hash_is_refused(String command, int code) throws Exception {
        assertThat(control.expect(command, code).text()).doesNotContain(home.toString());
        control.expect("NOOP", 200);
    }

    /** Opening one would wait for somebody who writes, for ever. */
    @Test
    void a_pipe_has_no_hash() throws Exception {
        Process mkfifo = new ProcessBuilder("mkfifo", home.resolve("pipe").toString()).start();
        assumeThat(mkfifo.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) && mkfifo.exitValue() == 0)
                .isTrue();
        control.expect("HASH pipe", 550);
        control.expect("XCRC pipe", 550);
    }

    @ParameterizedTest
    @CsvSource({"HASH huge", "XMD5 huge"})
    void abor_ends_a_calculation(String command) throws Exception {
        control.write(command);
        awaitCalculation();
        control.expect("ABOR", 451);
        control.expect(226);
        control.expect("HASH test", 213);
    }

    /** Whoever would hold all processors waits for others, and may give up. */
    @Test
    void so_many_calculate_at_once_and_the_others_wait() throws Exception {
        int all = FileHash.AT_ONCE.drainPermits();
        try {
            control.write("HASH test");
            control.expect("ABOR", 451);
            control.expect(226);
        } finally {
            FileHash.AT_ONCE.release(all);
        }
        control.expect("HASH test", 213);
    }

    @Test
    void the_end_of_the_control_connection_ends_a_calculation() throws Exception {
        control.write("HASH huge");
        awaitCalculation();
        control.close();
        awaitNoCalculation();
    }

    @Test
    void the_end_of_the_server_ends_a_calculation() throws Exception {
        control.write("HASH huge");
        awaitCalculation();
        server.close();
        awaitNoCalculation();
    }

    private static void awaitCalculation() {
        await().atMost(LIMIT).until(ChecksumIT::calculates);
    }

    private static void awaitNoCalculation() {
        await().atMost(LIMIT).until(() -> !calculates());
        await().atMost(LIMIT).until(() -> Machine.busyThreads().isEmpty());
    }

    private static boolean calculates() {
        return Thread.getAllStackTraces().values().stream()
                .anyMatch(stack -> java.util.Arrays.stream(stack)
                        .anyMatch(frame -> frame.getClassName().endsWith(".FileHash")));
    }
}
