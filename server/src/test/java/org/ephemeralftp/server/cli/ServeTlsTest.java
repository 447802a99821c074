package org.ephemeralftp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS that cannot be ends the start with one line and status 2. */
@Timeout(60)
class ServeTlsTest {
    @TempDir
    private Path directory;

    private String refusal(String... arguments) {
        return ServeRefusal.of(
                List.of("--passive-ports=20420-20421", "--anonymous", "--home=" + directory.resolve("home")),
                List.of(arguments));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--tls=on | --tls-cert=c | none of off, optional, required",
                "--tls-cert=c | --tls-key=k | --tls-cert means nothing without TLS: add --tls optional or --tls required",
                "--tls=required | --tls-cert=c | --tls-cert needs its private key: name its file with --tls-key",
                "--tls=required | --tls-key=k | --tls-key needs its certificate: name its file with --tls-cert",
                "--tls=off | --implicit-tls-port=990 | --implicit-tls-port means nothing without TLS",
                "--tls=optional | --implicit-tls-port=99999 | 99999' is not a port",
                "--tls=optional | --tls-session-reuse=yes | none of off, prefer, require",
            })
    void options_that_cannot_be_meant_are_named(String first, String second, String message) {
        assertThat(refusal(first, second)).contains(message);
    }

    @Test
    void the_port_for_implicit_tls_is_no_active_port() {
        assertThat(refusal("--tls=optional", "--active-ports=20423", "--implicit-tls-port=20423"))
                .contains("--active-ports contains 20423, which is --implicit-tls-port");
    }

    @Test
    void a_file_that_is_wrong_or_not_there_is_named() throws Exception {
        Path file = Files.writeString(directory.resolve("cert.pem"), "nothing\n");
        assertThat(refusal("--tls=required", "--tls-cert=" + file, "--tls-key=" + file))
                .contains("--tls-cert " + file + ": there is no certificate in it");
        Path none = directory.resolve("none");
        assertThat(refusal("--tls=required", "--tls-cert=" + none, "--tls-key=" + file))
                .contains("--tls-cert " + none + ": there is no such file");
    }
}
