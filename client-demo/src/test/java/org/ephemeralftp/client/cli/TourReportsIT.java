package org.ephemeralftp.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import org.ephemeralftp.client.testing.ScriptedServer;
import org.ephemeralftp.client.testing.StockServer;

/** The tour as JSON and as a picture. */
@Timeout(120)
class TourReportsIT {
    @TempDir
    private Path directory;

    private static Document parsed(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<String> texts(Document svg, String element) {
        List<String> texts = new ArrayList<>();
        NodeList nodes = svg.getElementsByTagNameNS("http://www.w3.org/2000/svg", element);
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(Objects.requireNonNull(nodes.item(i)).getTextContent());
        }
        return texts;
    }

    private static String end(JsonElement connection, String which) {
        JsonObject end = connection.getAsJsonObject().getAsJsonObject(which);
        return end.get("address").getAsString() + ":" + end.get("port").getAsInt();
    }

    @Test
    void thePictureHasEveryPortOfTheReport() throws Exception {
        Path svg = directory.resolve("tour.svg");
        Path json = directory.resolve("tour.json");
        try (StockServer server = StockServer.start("127.0.0.1", 0, directory)) {
            Invocation result = Invocation.of(
                    Map.of("EPHEMERAL_FTP_CLIENT_PASSWORD", StockServer.PASSWORD),
                    "tour",
                    "127.0.0.1:" + server.port(),
                    "--user=demo",
                    "--svg=" + svg,
                    "--json=" + json);

            assertThat(result.status()).as(result.out()).isZero();
            assertThat(result.out()).contains("All bytes matched");
        }
        JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertThat(report.get("passed").getAsBoolean()).isTrue();
        JsonObject ipv4 = report.getAsJsonArray("families").get(0).getAsJsonObject();
        JsonArray cells = ipv4.getAsJsonArray("cells");
        assertThat(cells).hasSize(4);
        Document picture = parsed(Files.readString(svg));
        List<String> drawn = texts(picture, "text");
        assertThat(drawn).contains(end(ipv4.get("control"), "client"), end(ipv4.get("control"), "server"));
        for (JsonElement cell : cells) {
            assertThat(cell.getAsJsonObject().get("bytes").getAsLong()).isEqualTo(102_400);
            JsonArray connections = cell.getAsJsonObject().getAsJsonArray("dataConnections");
            assertThat(connections).hasSize(3);
            connections.forEach(
                    connection -> assertThat(drawn).contains(end(connection, "client"), end(connection, "server")));
        }
        assertThat(drawn).contains("the client connects", "the server connects", "ephemeral", "PASS ****");
        assertThat(drawn).noneMatch(text -> text.contains(StockServer.PASSWORD));
        assertThat(texts(picture, "title")).containsExactly("A tour of " + end(ipv4.get("control"), "server"));
        assertThat(texts(picture, "desc")).singleElement().asString().contains("PASV over IPv4: ok");
        assertThat(texts(picture, "style")).singleElement().asString().contains("prefers-color-scheme: dark");
    }

    @Test
    void whatTheServerSaysIsTextInBoth() throws Exception {
        Path svg = directory.resolve("tour.svg");
        try (ScriptedServer server = new ScriptedServer()
                .reply("(greeting)", "220 <script>\u001b[2J&amp;</text>\ufffe")
                .reply("PASS", "530 no")
                .start()) {
            Invocation result =
                    Invocation.of(Map.of(), "tour", "127.0.0.1:" + server.port(), "--svg=" + svg, "--json=-");

            assertThat(result.status()).isEqualTo(1);
            assertThat(texts(parsed(Files.readString(svg)), "text"))
                    .contains("220 <script>\\u001b[2J&amp;</text>\\ufffe")
                    .anyMatch(text -> text.contains("the login as anonymous was refused: 530 no"));
            // Nothing but the report is there.
            JsonObject report = JsonParser.parseString(result.out()).getAsJsonObject();
            assertThat(report.get("passed").getAsBoolean()).isFalse();
            assertThat(report.toString()).contains("<script>");
        }
    }
}
