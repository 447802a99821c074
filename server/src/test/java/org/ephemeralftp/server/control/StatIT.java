package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;

/** STAT with a path, which lists over the control connection. */
@Timeout(60)
class StatIT {
    @TempDir
    private static Path home;

    private static EphemeralFtpServer server;

    @BeforeAll
    static void start() throws Exception {
        Files.createDirectories(home.resolve("few/sub"));
        Files.write(home.resolve("few/file"), new byte[12345]);
        Files.createDirectory(home.resolve("trap"));
        Files.createFile(home.resolve("trap").resolve("a".repeat(200)));
        Files.createDirectory(home.resolve("odd"));
        Files.createFile(home.resolve("odd/name\n226 faked"));
        Files.createDirectory(home.resolve("many"));
        for (int i = 0; i < StatCommand.MOST_ENTRIES + 1; i++) {
            Files.createFile(home.resolve("many/f" + i));
        }
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("22384-22385")
                .home(home)
                .user("u", "p")
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void it_shows_a_directory_or_a_file_or_says_that_there_is_none() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            assertThat(control.expect("STAT few", 212).text()).contains("12345", " file", " sub");
            assertThat(control.expect("STAT few/file", 213).text())
                    .contains("12345")
                    .doesNotContain("sub");
            control.expect("STAT missing", 450);
            control.expect("STAT", 211);
        }
    }

    /** The stock server turned the pattern into a regular expression, and that tried every way to match it. */
    @Test
    void a_pattern_with_many_stars_takes_no_time() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            assertThat(control.expect("STAT trap/" + "*a".repeat(20) + "*b", 212)
                            .text())
                    .doesNotContain("aaa");
        }
    }

    @Test
    void a_name_with_an_end_of_line_cannot_look_like_a_reply() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            assertThat(control.expect("STAT odd", 212).text()).contains("name?226 faked");
            control.expect("NOOP", 200);
        }
    }

    @Test
    void of_a_large_directory_it_shows_the_first_entries_and_says_so() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            String text = control.expect("STAT many", 212).text();
            assertThat(text).contains("use LIST");
            assertThat(text.split(" f\\d+")).hasSize(StatCommand.MOST_ENTRIES + 1);
        }
    }
}
