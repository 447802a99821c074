package org.ephemeralftp.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.ftpserver.ftplet.FtpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.client.testing.ScriptedServer;
import org.ephemeralftp.client.testing.StockServer;

/** The sweep as a person runs it. */
class SweepCommandIT {
    @TempDir
    Path home;

    @Test
    void saysFirstHowLongItMayTakeAndThenWhatIsOpen() throws FtpException {
        try (StockServer server = StockServer.start("127.0.0.1", 0, home, "31260-31269", 10)) {
            Path svg = home.resolve("ports.svg");

            Invocation result = Invocation.of(
                    Map.of(), "sweep", "127.0.0.1:" + server.port(), "--sessions", "2", "--svg", svg.toString());

            assertThat(result.status()).as(result.out() + result.err()).isZero();
            assertThat(result.err()).isEmpty();
            assertThat(result.flatOut())
                    .contains("as anonymous: PASV, in clear")
                    .contains("2:00 min at most (--time-limit), over 2 sessions.")
                    .contains("31260-31269 open 10 ports")
                    .contains("31260 ########## ")
                    .contains("All 10 ports are open.");
            assertThat(svg).isNotEmptyFile();
        }
    }

    @Test
    void onePortThatNobodyHandsOutIsInconclusive() throws FtpException {
        try (StockServer server = StockServer.start("127.0.0.1", 0, home, "31270-31271", 10)) {
            Invocation result = Invocation.of(
                    Map.of(),
                    "sweep",
                    "127.0.0.1:" + server.port(),
                    "--ports=31271-31272",
                    "--sessions=1",
                    "--format=json");

            assertThat(result.status()).isEqualTo(3);
            assertThat(JsonParser.parseString(result.out())
                            .getAsJsonObject()
                            .get("ranges")
                            .toString())
                    .contains("\"verdict\":\"open\"", "\"verdict\":\"not-seen\"");
        }
    }

    @Test
    void withoutASessionNothingIsKnown() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer().reply("USER", "530 not\u001b[2J you").start()) {
            Invocation result = Invocation.of(Map.of(), "sweep", "127.0.0.1:" + server.port());

            assertThat(result.status()).isEqualTo(3);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .contains("nothing could be tried: no session with 127.0.0.1:")
                    .contains("530 not\\u001b[2J you");
        }
    }

    /** The directory goes while the sweep runs. */
    @Test
    void aPictureThatCannotBeWrittenInTheEndIsAFailureOfItsOwn() throws IOException {
        Path folder = Files.createDirectory(home.resolve("pictures"));
        try (ScriptedServer server = new ScriptedServer()
                .on("LIST", (session, argument) -> {
                    Files.deleteIfExists(folder);
                    session.send(new byte[0]);
                })
                .on("PASV", (session, argument) -> {
                    int port = session.bind(31272);
                    session.reply(ScriptedServer.passiveReply("127,0,0,1", port));
                })
                .start()) {
            Invocation result = Invocation.of(
                    Map.of(),
                    "sweep",
                    "127.0.0.1:" + server.port(),
                    "--sessions=1",
                    "--svg=" + folder.resolve("ports.svg"));

            assertThat(result.status()).isEqualTo(1);
            assertThat(result.flatOut()).contains("31272 open");
            assertThat(result.err()).contains("--svg ").contains("cannot be written");
        }
    }
}
