package org.ephemeralftp.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.ephemeralftp.client.testing.ScriptedServer;
import org.ephemeralftp.client.testing.StockServer;

/** The probe as a person runs it. */
class ProbeCommandIT {
    @TempDir
    Path home;

    private static Invocation probe(int port, String... more) {
        List<String> arguments = new ArrayList<>(List.of("probe", "127.0.0.1:" + port, "--family=ipv4"));
        arguments.addAll(List.of(more));
        return Invocation.of(
                Map.of(ConnectOptions.PASSWORD_VARIABLE, StockServer.PASSWORD), arguments.toArray(String[]::new));
    }

    @Test
    void allIsWellInClear() throws Exception {
        try (StockServer server = StockServer.start("127.0.0.1", 0, home)) {
            Invocation result = probe(server.port(), "--user=demo", "--protection=plain", "--tries=2");

            assertThat(result.status()).as(result.out()).isZero();
            assertThat(result.err()).isEmpty();
            assertThat(result.out())
                    .startsWith("Probe of 127.0.0.1:" + server.port() + " as demo: 4 cells; it takes ")
                    .contains("pasv.plain.ipv4  ok", "2 of 2", "eprt.plain.ipv4  ok", "4 of 4 cells are ok")
                    .doesNotContain(StockServer.PASSWORD, "\u001b");
        }
    }

    @Test
    void expectationsDecide() throws Exception {
        Path file = Files.writeString(
                home.resolve("expected"),
                "*.plain.* = ok\n*.tls.* = not-trusted at auth # the stock server made it itself\n");
        try (StockServer server = StockServer.start("127.0.0.1", 0, home)) {
            String expect = "--expect=" + file;
            assertThat(probe(server.port(), "--mode=epsv", "--tries=1").status())
                    .isEqualTo(1);
            Invocation met = probe(server.port(), "--mode=epsv", "--tries=1", expect, "--format=json");

            assertThat(met.status()).as(met.out()).isZero();
            assertThat(met.err()).contains("2 cells; it takes ");
            assertThat(JsonParser.parseString(met.out()).getAsJsonObject().getAsJsonArray("expectations"))
                    .hasSize(2);
        }
    }

    @Test
    void aServerThatIsNotThereHasACause() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        Invocation result = probe(port);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.flatOut())
                .contains("refused at control-connect")
                .contains("Likely: nobody listens on the control port")
                .contains("in all 8 cells over IPv4")
                .contains("Next run: the same on the server itself");
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void whatTheServerSaysCannotSteerTheTerminalNorTellThePassword() throws IOException {
        try (ScriptedServer server = new ScriptedServer()
                .on("PASS", (session, argument) -> session.reply("530 \u001b[2J '" + argument + "'"))
                .start()) {
            for (String format : List.of("text", "json", "junit", "tap")) {
                Invocation result = probe(server.port(), "--user=u", "--protection=plain", "--format=" + format);

                assertThat(result.status()).isEqualTo(1);
                assertThat(result.out()).contains("530 ").doesNotContain("\u001b", StockServer.PASSWORD);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            value = {
                "--protection=clear~'clear' is not one of plain, tls",
                "--format=yaml~'yaml' is not one of text, json, junit, tap",
                "--tries=0~'0' is not a whole number of tries from 1 to 100",
                "--from=example.org~'example.org' is not an address of this machine",
                "--from=203.0.113.77~'203.0.113.77' is not an address of this machine",
                "--timeout=1~--timeout 1.0 s is not between 2 and 3600 s",
                "--long=0~'0' is not a whole number of seconds",
                "--within=1~'1' is not a whole number of seconds from 2 to 3600",
                "--expect=/nowhere/at/all~--expect /nowhere/at/all: there is no such file",
            })
    void aWrongCommandLineIsOneLineAndStatusTwo(String arguments, String message) {
        Invocation result = probe(1, arguments.split(" ", -1));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).singleElement().asString().contains(message);
    }

    @Test
    void implicitTlsIsNeverPlain() {
        Invocation result = Invocation.of(Map.of(), "probe", "ftps://127.0.0.1:1", "--protection=plain");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("--protection plain contradicts ftps://");
    }

    @Test
    void anExpectationForNoCellIsSaidBeforeAnythingRuns() throws IOException {
        Path file = Files.writeString(home.resolve("expected"), "*.plain.ipv6 = ok\n");

        Invocation result = probe(1, "--expect=" + file);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("expected, line 1: '*.plain.ipv6' names no cell of this run");
    }

    @Test
    void helpFitsATerminalAndHasTheProbesOwnTimeout() {
        Invocation result = Invocation.of(Map.of(), "probe", "--help");

        assertThat(result.status()).isZero();
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(result.flatOut())
                .contains("Limit of each single wait; 4 unless given.")
                .contains("Exit status");
        assertThat(Invocation.of(Map.of(), "tour", "--help").flatOut())
                .contains("Limit of each single wait; 10 unless given.");
    }
}
