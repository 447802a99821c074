package org.ephemeralftp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits of logins that cannot be meant end the start with one line; nothing is bound. */
@Timeout(60)
class ServeLoginsTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--login-delay=11s           | --login-delay: The login delay must be 0 to 10 s",
                "--login-timeout=500ms       | --login-timeout: The login timeout must be 1 s to a day",
                "--ban-time=0                | --ban-time: '0' leaves no time at all",
                "--ban-after=-1              | --ban-after: '-1' is not a number of 1-1000000, or 0 for no limit",
                "--max-sessions-per-user=all | --max-sessions-per-user: 'all' is not a number",
            })
    void a_value_that_cannot_be_meant_is_named(String argument, String message) {
        assertThat(ServeRefusal.of(
                        List.of("--passive-ports=20240", "--anonymous", "--home=" + directory.resolve("home")),
                        List.of(argument)))
                .contains(message);
    }
}
