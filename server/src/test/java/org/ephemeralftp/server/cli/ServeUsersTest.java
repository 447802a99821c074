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

/** Accounts that cannot be end the start with one line, status 2, and no password in it. */
@Timeout(60)
class ServeUsersTest {
    @TempDir
    private Path directory;

    private String refusal(List<String> arguments) {
        return ServeRefusal.of(
                List.of("--passive-ports=27190-27191", "--home=" + directory.resolve("home")), arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hunter2            | --user: write it as NAME=PASSWORD, both at least one character",
                "=hunter2           | --user: write it as NAME=PASSWORD, both at least one character",
                "hunter2=           | --user: write it as NAME=PASSWORD, both at least one character",
                "bob:hunter2=       | --user: write it as NAME=PASSWORD, both at least one character",
                "bob:hunter2=x      | --user: a user name must not contain ':'",
                "' =hunter2'        | --user: a user name must not be empty or blank",
                "anonymous=hunter2  | --user: user anonymous has no password: allow anonymous logins (--anonymous)",
                "first=hunter2      | --user: The user 'first' is named twice",
            })
    void a_user_that_cannot_be_names_the_option_and_not_the_password(String user, String message) {
        assertThat(refusal(List.of("--user=first=1", "--user=" + user)))
                .contains(message)
                .doesNotContain("hunter2");
    }

    @Test
    void a_password_that_would_be_cut_is_refused() {
        assertThat(refusal(List.of("--user=u=" + "x".repeat(73))))
                .contains("--user: a password has 1 to 72 bytes (in UTF-8), not 73")
                .doesNotContain("xx");
    }

    @Test
    void a_file_that_is_wrong_or_not_there_is_named() throws IOException {
        Path file = Files.writeString(directory.resolve("users"), "# users\nbob:hunter2:/srv/bob:rw\n");
        assertThat(refusal(List.of("--users", file.toString())))
                .contains("users file " + file + ": line 2: the hash is not one of bcrypt ($2a$, $2b$ or $2y$)")
                .doesNotContain("hunter2");
        assertThat(refusal(List.of("--users", directory.resolve("none").toString())))
                .contains("none: there is no such file");
    }

    @Test
    void one_name_is_one_account() {
        assertThat(refusal(List.of("--anonymous", "--user=ftp=hunter2")))
                .contains("there is already an account for user ftp", "--anonymous")
                .doesNotContain("hunter2");
    }
}
