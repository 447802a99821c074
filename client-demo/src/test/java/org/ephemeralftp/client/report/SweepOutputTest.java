package org.ephemeralftp.client.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.connection.ServerAddress;
import org.ephemeralftp.client.sweep.Learning;
import org.ephemeralftp.client.sweep.PortResult;
import org.ephemeralftp.client.sweep.PortVerdict;
import org.ephemeralftp.client.sweep.SweepReport;

/** What a report looks like: as text, as JSON, as a picture. */
class SweepOutputTest {
    @TempDir
    Path folder;

    private static SweepReport report(List<PortResult> ports, SweepReport.Ending ending) {
        return new SweepReport(
                new ServerAddress("ftp.example", 21),
                InetAddress.getLoopbackAddress(),
                DataMode.PASV,
                Protection.PLAIN,
                Optional.empty(),
                ports,
                new Learning(Learning.Way.BY_DRAWING, 100, ports.size(), 1, 80),
                new SweepReport.Retries(3, 1, 7, 5, 20),
                24,
                ending,
                "421 too\u001b[31m many",
                Duration.ofMinutes(2),
                Duration.ofSeconds(30));
    }

    private static SweepReport report(int from, int to, IntFunction<PortVerdict> verdict) {
        return report(PortPictureTest.ports(from, to, verdict), SweepReport.Ending.COMPLETE);
    }

    private static SweepReport half(int from, int to) {
        return report(from, to, port -> port - from < 5 ? PortVerdict.OPEN : PortVerdict.TIMED_OUT);
    }

    private static String text(SweepReport report) {
        StringWriter out = new StringWriter();
        new SweepPrinter(new PrintWriter(out), false).ends(report);
        return out.toString();
    }

    @Test
    void everyLineFitsEightyColumns() {
        for (SweepReport report : List.of(
                half(50000, 50000),
                half(50000, 50009),
                half(49152, 65535),
                report(1000, 2000, port -> List.of(PortVerdict.values()).get(port % 10)))) {
            assertThat(text(report).lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        }
    }

    @Test
    void rangesPictureAndWhatWasTriedAgainAreToldInWords() {
        assertThat(text(half(50000, 50009)))
                .contains("50000-50004  open ")
                .contains("50005-50009  timed out (dropped on the way) ")
                .contains("50000 #####.....")
                .contains("5 of 10 ports are open.")
                .doesNotContain("rejected");
        assertThat(text(half(50000, 50009)).replaceAll("\\s+", " "))
                .contains("100 draws brought 10 ports; the last new one was 80 draws ago.")
                .contains("the next draw is a new port with one of 1.0 % (Good-Turing)")
                .contains("7 ports timed out while others were refused and were tried again, one a second")
                .contains("20 others of this kind can be believed then");
    }

    @Test
    void manyRangesAreToldByVerdict() {
        String text = text(report(1000, 1099, port -> port % 2 == 0 ? PortVerdict.OPEN : PortVerdict.REFUSED));

        assertThat(text).contains("open, 50 ports: 1000, 1002,").contains("refused, 50 ports: 1001, 1003,");
    }

    @Test
    void whatAServerSaidDoesNotSteerTheTerminal() {
        List<PortResult> ports =
                List.of(new PortResult(5, PortVerdict.WRONG_SOURCE, List.of(), "425 not\u001b[2J yours"));

        assertThat(text(report(ports, SweepReport.Ending.NO_SESSION)).replaceAll("\\s+", " "))
                .contains("connected, but not to this session: 425 not\\u001b[2J yours")
                .contains("421 too\\u001b[31m many")
                .doesNotContain("\u001b");
    }

    @Test
    void anOpenPortThatIsPerhapsNotTheOnlyOneIsNoSuccess() {
        List<PortResult> ports = PortPictureTest.ports(5, 6, port -> PortVerdict.OPEN);
        SweepReport report = report(ports, SweepReport.Ending.TIME_LIMIT);

        assertThat(report.passed()).isFalse();
        assertThat(report.failed()).isFalse();
        assertThat(text(report)).contains("All 2 ports are open. Whether these are all is not known.");
    }

    @Test
    void jsonHasEveryPort() {
        JsonObject json = JsonParser.parseString(Json.text(SweepJson.of(half(50000, 50009))))
                .getAsJsonObject();

        assertThat(json.getAsJsonArray("ranges").toString())
                .isEqualTo("[{\"from\":50000,\"to\":50004,\"verdict\":\"open\"},"
                        + "{\"from\":50005,\"to\":50009,\"verdict\":\"timed-out\"}]");
        assertThat(json.getAsJsonArray("ports")).hasSize(10);
        assertThat(json.get("passed").getAsBoolean()).isFalse();
        assertThat(json.getAsJsonObject("learning").get("unseenShare").getAsDouble())
                .isEqualTo(0.01);
    }

    @Test
    void theSvgTellsEachRangeToEyesAndScreenReaders() throws Exception {
        Path file = folder.resolve("ports.svg");
        SweepSvg.write(half(50000, 50009), file);

        Document svg = DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(file.toFile());
        assertThat(svg.getDocumentElement().getAttribute("aria-labelledby")).isEqualTo("title description");
        assertThat(texts(svg, "title"))
                .contains(
                        "Passive ports of ftp.example:21",
                        "50000-50004 open",
                        "50005-50009 timed out (dropped on the way)");
        assertThat(texts(svg, "desc")).singleElement().asString().startsWith("5 of 10 ports are open.");
        assertThat(Files.readString(file)).contains("prefers-color-scheme:dark");
    }

    @Test
    void theSvgOfNothingIsWhole() throws Exception {
        Path file = folder.resolve("ports.svg");
        SweepSvg.write(report(List.of(), SweepReport.Ending.NO_SESSION), file);

        Document svg = DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(file.toFile());
        assertThat(texts(svg, "desc")).singleElement().asString().startsWith("No port came to a try.");
    }

    private static List<String> texts(Document svg, String element) {
        NodeList nodes = svg.getElementsByTagNameNS("*", element);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }
}
