package org.ephemeralftp.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.client.testing.ScriptedServer;
import org.ephemeralftp.client.testing.StockServer;

/** The load command as a person runs it. */
class LoadCommandIT {
    @TempDir
    Path home;

    @TempDir
    Path charts;

    private static Invocation load(int port, String... options) {
        List<String> arguments = new ArrayList<>(List.of("load", "127.0.0.1:" + port));
        arguments.addAll(List.of(options));
        return Invocation.of(Map.of(), arguments.toArray(String[]::new));
    }

    @Test
    void printsWhatFitsATerminalAndDrawsBothCharts() throws Exception {
        Path png = charts.resolve("load.png");
        Path svg = charts.resolve("load.svg");
        try (StockServer server = StockServer.start("127.0.0.1", 0, home, "31510-31519")) {
            Invocation result = load(
                    server.port(),
                    "--user=demo",
                    "--password=" + StockServer.PASSWORD,
                    "--transfers=40",
                    "--sessions=3",
                    "--size=1K,20KiB",
                    "--mode=epsv,port",
                    "--png=" + png,
                    "--svg=" + svg);

            assertThat(result.status()).as(result.out() + result.err()).isZero();
            assertThat(result.err()).isEmpty();
            assertThat(result.out())
                    .startsWith("Load on 127.0.0.1:" + server.port()
                            + ": 3 sessions, 40 transfers; it takes 2 min 27 s at most.")
                    .contains("40 of 40 transfers in ")
                    .contains("passive ports: ", "active ports: ", "p99.9", "after uses")
                    .contains("All transfers ended well, and every byte was right.");
            assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
            assertThat(ImageIO.read(png.toFile())).isNotNull();
            assertThat(svg).content().contains("leases");
        }
    }

    @Test
    void jsonIsTheWholeReport() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer().reply("PASV", "425 \u001b[2Jno\u009b").start()) {
            Invocation result = load(
                    server.port(), "--format=json", "--mode=pasv", "--operation=list", "--transfers=4", "--sessions=1");

            // All were tried, and none ended well.
            assertThat(result.status()).isEqualTo(3);
            assertThat(result.out()).doesNotContain("\u001b", "\u009b");
            JsonObject report = JsonParser.parseString(result.out()).getAsJsonObject();
            assertThat(report.get("end").getAsString()).isEqualTo("all-tried");
            assertThat(report.get("passed").getAsBoolean()).isFalse();
            JsonObject error = report.getAsJsonArray("errors").get(0).getAsJsonObject();
            assertThat(error.get("what").getAsString()).isEqualTo("425");
            assertThat(error.get("count").getAsLong()).isEqualTo(4);
            assertThat(error.get("example").getAsString()).isEqualTo("425 \u001b[2Jno\u009b");
        }
    }

    @Test
    void errorsAreStatusOneAndCannotSteerTheTerminal() throws Exception {
        try (ScriptedServer server = new ScriptedServer()
                .on(
                        "DELE",
                        (session, argument) -> session.reply(argument.contains("first") ? "250 ok" : "550 \u001b[2Jno"))
                .reply("SIZE", "550 none")
                .start()) {
            Invocation result =
                    load(server.port(), "--mode=pasv", "--operation=upload", "--transfers=6", "--sessions=1");

            assertThat(result.status()).as(result.out()).isEqualTo(1);
            assertThat(result.out())
                    .contains("6 of 6 transfers", "6 times 550 at DELE", "550 \\u001b[2Jno", "There were errors.")
                    .doesNotContain("\u001b");
        }
    }

    @Test
    void aServerThatIsNotThereIsStatusThree() throws Exception {
        int port;
        try (ScriptedServer gone = new ScriptedServer()) {
            port = gone.port();
        }
        Invocation result = load(port);

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.flatOut()).contains("Nothing was transferred. The last problem was: connect: ");
    }
}
