package org.ephemeralftp.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.ftpserver.ftplet.FtpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.client.testing.ScriptedServer;
import org.ephemeralftp.client.testing.StockServer;

/** The tour as a person runs it. */
class TourCommandIT {
    @TempDir
    Path home;

    @Test
    void showsBothConnectionsAndEndsWithATable() throws FtpException {
        try (StockServer server = StockServer.start("127.0.0.1", 0, home)) {
            Invocation result = Invocation.of(
                    Map.of(),
                    "tour",
                    "127.0.0.1:" + server.port(),
                    "--user",
                    "demo",
                    "--password",
                    StockServer.PASSWORD);

            assertThat(result.status()).as(result.out()).isZero();
            assertThat(result.err()).isEmpty();
            assertThat(result.out())
                    .contains("PASV over IPv4: the server listens, the client connects")
                    .contains("EPRT over IPv4: the client listens, the server connects")
                    .contains("> PASS ****")
                    .contains("= 127.0.0.1:")
                    .contains("ephemeral: both ends")
                    .contains("all 102,400 bytes match")
                    .contains("All bytes matched in all 4 cells.")
                    .doesNotContain(StockServer.PASSWORD)
                    .doesNotContain("\u001b");
        }
    }

    @Test
    void thePasswordMayComeFromTheEnvironment() throws FtpException {
        try (StockServer server = StockServer.start("127.0.0.1", 0, home)) {
            Invocation result = Invocation.of(
                    Map.of(ConnectOptions.PASSWORD_VARIABLE, StockServer.PASSWORD),
                    "tour",
                    "ftp://127.0.0.1:" + server.port(),
                    "--user=demo",
                    "--mode=eprt",
                    "--size=1");

            assertThat(result.status()).as(result.out()).isZero();
            assertThat(result.out()).contains("All bytes matched in the one cell.");
        }
    }

    @Test
    @EnabledIf(
            value = "org.ephemeralftp.client.testing.StockServer#ipv6IsThere",
            disabledReason = "no IPv6 loopback address")
    void aWrongPasswordIsStatusOneAndIsTriedOnlyOnce() throws FtpException {
        List<StockServer> both = StockServer.startOnBothFamilies(home);
        try (StockServer server = both.get(0);
                StockServer same = both.get(1)) {
            assertThat(same.port()).isEqualTo(server.port());
            Invocation result = Invocation.of(
                    Map.of(), "tour", "localhost:" + same.port(), "--user", "demo", "--password", "battery-staple");

            assertThat(result.status()).isEqualTo(1);
            assertThat(result.flatOut())
                    .contains("the login as demo was refused: 530")
                    .contains("check --user and --password")
                    .contains("not tried: the login was refused before")
                    .doesNotContain("battery-staple");
        }
    }

    @Test
    void aServerThatIsNotThereIsStatusOne() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        Invocation result = Invocation.of(Map.of(), "tour", "127.0.0.1:" + port);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.flatOut())
                .contains("127.0.0.1:" + port + ": connection refused")
                .contains("start the server, or give the port it has")
                .contains("Nothing could be toured.");
    }

    @Test
    void aSecretThatTheServerRepeatsIsNotShown() throws IOException {
        try (ScriptedServer server = new ScriptedServer()
                .on("PASS", (session, argument) -> session.reply("530 '" + argument + "' is not the password"))
                .start()) {
            Invocation result = Invocation.of(
                    Map.of(), "tour", "127.0.0.1:" + server.port(), "--user", "u", "--password", "hunter-2");

            assertThat(result.status()).isEqualTo(1);
            assertThat(result.out()).contains("530 '****' is not the password").doesNotContain("hunter-2");
            assertThat(server.commands()).contains("PASS hunter-2");
        }
    }

    @Test
    void whatTheServerSaysCannotSteerTheTerminal() throws IOException {
        try (ScriptedServer server = new ScriptedServer()
                .reply("(greeting)", "220 \u001b[2Jgone\u0007")
                .reply("PASS", "530 \u001b]0;title\u0007")
                .start()) {
            Invocation result = Invocation.of(Map.of(), "tour", "127.0.0.1:" + server.port());

            assertThat(result.status()).isEqualTo(1);
            assertThat(result.out()).contains("220 \\u001b[2Jgone\\u0007").doesNotContain("\u001b", "\u0007");
        }
    }

    @Test
    void corruptedBytesAreStatusOne() throws IOException {
        try (ScriptedServer server = new ScriptedServer()
                .on("RETR", (session, argument) -> session.send(new byte[102_400]))
                .start()) {
            Invocation result = Invocation.of(Map.of(), "tour", "127.0.0.1:" + server.port(), "--mode", "pasv,port");

            assertThat(result.status()).isEqualTo(1);
            assertThat(result.flatOut())
                    .contains("the download differs from the upload at byte")
                    .contains("2 of 2 cells failed.");
        }
    }
}
