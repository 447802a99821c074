package org.ephemeralftp.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.ephemeralftp.client.testing.ScriptedServer;

/** Options from the command line, from the environment and from a file. */
@Timeout(60)
class SourcesTest {
    @TempDir
    private Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("ftp.conf"), text);
    }

    private static void assertRefused(Invocation result, String message) {
        assertThat(result.status()).as(result.out()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).singleElement().asString().contains(message);
    }

    @Test
    void everyOptionCanBeAVariableAndALineOfAFile() throws IOException {
        try (ScriptedServer server = new ScriptedServer().start()) {
            Path file = file("""
                    \uFEFF# who

                    user = anna
                      mode=port
                    read-only = true
                    no-color = false
                    password = a = b
                    """);
            Invocation result = Invocation.of(
                    Map.of("EPHEMERAL_FTP_CLIENT_CONFIG", file.toString(), "EPHEMERAL_FTP_CLIENT_FAMILY", "ipv4"),
                    "tour",
                    "127.0.0.1:" + server.port());

            assertThat(result.err()).isEmpty();
            assertThat(result.out()).contains("PORT over IPv4").doesNotContain("PASV", "STOR");
            assertThat(server.commands()).contains("USER anna", "PASS a = b");
        }
    }

    @Test
    void theCommandLineBeatsTheEnvironmentWhichBeatsTheFile() throws IOException {
        try (ScriptedServer server = new ScriptedServer().start()) {
            Path file = file("user = file\npassword = file\nmode = banana\nread-only = true");
            Invocation result = Invocation.of(
                    Map.of("EPHEMERAL_FTP_CLIENT_PASSWORD", "environment", "EPHEMERAL_FTP_CLIENT_USER", "environment"),
                    "tour",
                    "127.0.0.1:" + server.port(),
                    "--config=" + file,
                    "--mode",
                    "pasv",
                    "--user",
                    "line");

            assertThat(result.err()).isEmpty();
            assertThat(server.commands()).contains("USER line", "PASS environment", "PASV", "LIST");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "siez = 1|ftp.conf line 2: siez is not an option",
                "size|ftp.conf line 2 is not of the form name = value",
                "hunter2|ftp.conf line 2 is not of the form name = value",
                "help = true|ftp.conf line 2: help is not an option",
                "config = other|ftp.conf line 2: a file cannot name another one",
                "size = |ftp.conf line 2: size: the value is empty",
                "read-only = yes|ftp.conf line 2: read-only: 'yes' is neither true nor false",
                "size = 5x|ftp.conf line 2: size: '5x' is not a whole number of bytes",
                "mode = pasv,pas|ftp.conf line 2: mode: 'pas' is not one of pasv, epsv, port, eprt",
            })
    void aWrongLineIsNamed(String line, String message) throws IOException {
        Invocation result = Invocation.of(
                Map.of(),
                "tour",
                "localhost",
                "--config",
                file("# one\n" + line).toString());

        assertRefused(result, message);
        assertThat(result.err()).doesNotContain("hunter2");
    }

    @Test
    void anOptionIsGivenOnce() throws IOException {
        assertRefused(
                Invocation.of(
                        Map.of(),
                        "tour",
                        "localhost",
                        "--config",
                        file("size = 1\nsize = 2").toString()),
                "ftp.conf line 2: size is given twice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "EPHEMERAL_FTP_CLIENT_SIEZ|1|EPHEMERAL_FTP_CLIENT_SIEZ is not a variable of this client",
                "EPHEMERAL_FTP_CLIENT_size|1|EPHEMERAL_FTP_CLIENT_size is not a variable of this client",
                "EPHEMERAL_FTP_CLIENT_SIZE|5x|EPHEMERAL_FTP_CLIENT_SIZE: '5x' is not a whole number",
                "EPHEMERAL_FTP_CLIENT_READ_ONLY|1|EPHEMERAL_FTP_CLIENT_READ_ONLY: '1' is neither true nor false",
                "EPHEMERAL_FTP_CLIENT_TIMEOUT|\"\"|EPHEMERAL_FTP_CLIENT_TIMEOUT: the value is empty",
                "EPHEMERAL_FTP_CLIENT_CONFIG|missing|EPHEMERAL_FTP_CLIENT_CONFIG: missing: there is no such file",
            })
    void aWrongVariableIsNamed(String variable, String value, String message) {
        assertRefused(
                Invocation.of(Map.of(variable, value, "EPHEMERAL_FTP_PORT", "2121"), "tour", "localhost"), message);
    }

    @Test
    void helpNeedsNoRightVariables() {
        Invocation result = Invocation.of(Map.of("EPHEMERAL_FTP_CLIENT_SIZE", "5x"), "tour", "--help");

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("EPHEMERAL_FTP_CLIENT_TIMEOUT", "--config");
    }

    @Test
    void aPasswordMayBeginWithAnAtAndBeEmpty() throws IOException {
        try (ScriptedServer server = new ScriptedServer().start()) {
            Invocation.of(
                    Map.of(), "tour", "127.0.0.1:" + server.port(), "--mode=pasv", "--user=u", "--password", "@x");
            Invocation.of(
                    Map.of("EPHEMERAL_FTP_CLIENT_PASSWORD", ""),
                    "tour",
                    "127.0.0.1:" + server.port(),
                    "--mode=pasv",
                    "--user=u");

            assertThat(server.commands()).contains("PASS @x", "PASS ");
        }
    }
}
