package org.ephemeralftp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code user} as it is typed: what it prints, how it ends, and what is in the file then. */
@Timeout(60)
class UserCommandTest {
    @TempDir
    private Path directory;

    private record Run(int status, String out, String err) {}

    private Run user(String arguments) {
        return user(Map.of(), arguments);
    }

    private Run user(Map<String, String> environment, String arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine(environment).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] all = Stream.of(
                        ("user " + arguments).replace("FILE", file().toString()).split(" "))
                .toArray(String[]::new);
        return new Run(Main.run(commandLine, all), out.toString(), err.toString());
    }

    private Path file() {
        return directory.resolve("users");
    }

    private Run done(String arguments) {
        Run run = user(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        return run;
    }

    private String refusal(String arguments) {
        Run run = user(arguments);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(2);
        return run.err().strip();
    }

    @Test
    void users_are_added_listed_and_removed() throws IOException {
        String password = done("add alice --users FILE --generate").out().strip();
        done("add bob --users FILE --home /srv/bob --write-below /incoming --write-below /pub/in --generate");
        done("add carol --users FILE --read-only --home ../carol --generate");

        assertThat(password).matches("[a-zA-Z2-9]{20}");
        List<String> lines = Files.readAllLines(file());
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .matches("alice:\\$2b\\$10\\$[./A-Za-z0-9]{53}::rw")
                .doesNotContain(password);
        assertThat(lines.get(1)).startsWith("bob:").endsWith(":/srv/bob:rw=/incoming,/pub/in");
        assertThat(lines.get(2)).endsWith(":../carol:ro");
        assertThat(done("list --users FILE").out().lines())
                .containsExactly(
                        "NAME   ACCESS                HOME",
                        "alice  rw                    (--home)",
                        "bob    rw=/incoming,/pub/in  /srv/bob",
                        "carol  ro                    ../carol");

        assertThat(done("remove bob --users FILE").out().strip()).isEqualTo("removed bob");
        assertThat(Files.readAllLines(file())).containsExactly(lines.get(0), lines.get(2));
        assertThat(done("passwd carol --users FILE --generate").out().strip()).matches("[a-zA-Z2-9]{20}");
        assertThat(Files.readAllLines(file()).get(0)).isEqualTo(lines.get(0));
        assertThat(Files.readAllLines(file()).get(1)).isNotEqualTo(lines.get(2)).endsWith(":../carol:ro");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "add alice --users FILE --generate                            | there is a user alice already",
                "add a:b --users FILE --generate                              | a user name must not contain ':'",
                "add #a --users FILE --generate                               | must not begin with '#'",
                "add anonymous --users FILE --generate                        | user anonymous has no password",
                "add b --users FILE --generate --write-below incoming         | a path to write below is as the client",
                "add b --users FILE --generate --write-below /a --read-only   | mutually exclusive",
                "add b --users FILE --generate --password-stdin               | mutually exclusive",
                "add b --generate                                             | which file of accounts? Name it with --users",
                "add --users FILE --generate                                  | Missing required parameter: 'NAME'",
                "remove bob --users FILE                                      | there is no such user: 'user list' shows",
                "passwd bob --users FILE --generate                           | there is no such user: 'user list' shows",
                "list --users FILE.no                                         | there is no such file; 'user add' makes",
                "remove alice --users FILE.no                                 | there is no such file; 'user add' makes",
            })
    void what_cannot_be_is_refused_in_one_line_and_nothing_is_changed(String arguments, String message)
            throws IOException {
        done("add alice --users FILE --generate");
        String before = Files.readString(file());

        assertThat(refusal(arguments)).startsWith("ephemeral-ftp-server: ").contains(message);

        assertThat(file()).hasContent(before);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void the_file_is_the_one_that_the_environment_or_the_configuration_names() throws IOException {
        done("add alice --users FILE --generate");
        Path config = Files.writeString(directory.resolve("ftp.conf"), "port = 2121\nusers = " + file() + "\n");

        assertThat(user(Map.of("EPHEMERAL_FTP_USERS", file().toString()), "list")
                        .out())
                .contains("alice");
        assertThat(user(Map.of("EPHEMERAL_FTP_CONFIG", config.toString()), "list")
                        .out())
                .contains("alice");
        assertThat(user(Map.of("EPHEMERAL_FTP_USERS", "other"), "list --users FILE")
                        .out())
                .contains("alice");
    }

    /** A password where it does not belong is not repeated. */
    @Test
    void an_argument_too_much_is_not_repeated() {
        assertThat(refusal("add alice hunter2 --users FILE")).doesNotContain("hunter2");
        assertThat(refusal("passwd alice hunter2 --users FILE")).doesNotContain("hunter2");
        assertThat(refusal("add alice --password=hunter2 --users FILE")).doesNotContain("hunter2");
    }

    @Test
    void a_command_must_be_named() {
        assertThat(refusal("")).contains("user: name what to do: add, list, passwd, remove");
        assertThat(refusal("ad alice")).contains("'ad' is neither an option nor a command; 'user --help' lists");
    }

    @Test
    void a_file_that_cannot_be_written_is_status_1() throws IOException {
        Run run = user("add a --users " + directory + " --generate");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).as("a password that is none").isEmpty();
        assertThat(run.err().strip())
                .isEqualTo("ephemeral-ftp-server: users file " + directory + ": it is not a regular file");
    }
}
