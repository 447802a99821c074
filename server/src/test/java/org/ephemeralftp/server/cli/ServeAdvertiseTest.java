package org.ephemeralftp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that cannot work end the start with one line; nothing is bound. */
@Timeout(60)
class ServeAdvertiseTest {
    @TempDir
    private Path directory;

    private String refusal(String... arguments) {
        return ServeRefusal.of(
                List.of("--passive-ports=22181-22182", "--anonymous", "--home=" + directory.resolve("home")),
                List.of(arguments));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--advertise=what?                                | --advertise: 'what?' is not an advertise rule",
                "--advertise=                                     | --advertise: the value is empty           ",
                "--advertise=h/22181=0                            | --advertise: The advertise rule 'h/22181=0'",
                "--advertise=h/22183=1                            | port 22183 is not one of the passive ports",
                "--advertise=h;--advertise=10.0.0.0/8=10.1.2.3    | cannot work: its clients are those of 'h' before it",
            })
    void a_rule_that_cannot_work_is_named(String arguments, String message) {
        assertThat(refusal(arguments.split(";", -1))).contains(message);
    }

    @Test
    void a_wrong_line_of_the_file_is_named() throws IOException {
        Path file = Files.writeString(directory.resolve("rules"), "# rules\n10.0.0.0/8=\n");
        assertThat(refusal("--advertise-file", file.toString()))
                .contains(file + ", line 2: '10.0.0.0/8=' is not an advertise rule");
        assertThat(refusal("--advertise-file", directory.resolve("none").toString()))
                .contains("none: there is no such file");
    }
}
