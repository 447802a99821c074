package org.ephemeralftp.client.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.probe.Attempt;
import org.ephemeralftp.client.probe.Check;
import org.ephemeralftp.client.probe.Expectations;
import org.ephemeralftp.client.probe.Phase;
import org.ephemeralftp.client.probe.ProbeReport;
import org.ephemeralftp.client.probe.Reports;
import org.ephemeralftp.client.probe.Sight;
import org.ephemeralftp.client.probe.Verdict;

class ProbeFormatTest {
    private static final ProbeReport HELPER = Reports.ofHelper();
    private static final Expectations AS_FOUND = Expectations.of("*.tls.* = timed-out at data-connect");
    private static final ProbeReport EVIL = Reports.of(Sight.of("pasv.plain.ipv4")
            .refused(Phase.LOGIN, "530 \u001b[2J<b> & # \\ \"\u0000\u202e\ufffe ]]> \u007f\u009b2J")
            .see());

    private static String text(ProbeResult result, boolean colors) {
        StringWriter text = new StringWriter();
        new ProbePrinter(new PrintWriter(text), colors).print(result);
        return text.toString();
    }

    @Test
    void textIsATableAndOneDiagnosisForAllCellsThatShareIt() {
        String text = text(ProbeResult.of(HELPER, null), false);

        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(text)
                .contains("pasv.plain.ipv4  ok                                      3 of 3")
                .contains("pasv.tls.ipv4    timed-out at data-connect               0 of 3")
                .contains("epsv.plain.ipv6  skipped: no IPv6 address")
                .contains("\npasv.tls.ipv4, epsv.tls.ipv4\n  Cause:  a firewall's FTP helper")
                .containsOnlyOnce("Cause:")
                .contains("1 of 3 cells are ok, in 4.321 s.")
                .doesNotContain("\u001b");
    }

    @Test
    void whatIsLeftAloneOnPurposeIsNotMeantToPass() {
        ProbeReport report = Reports.of(Sight.of("pasv.plain.ipv4")
                .works(1, 2)
                .special(Attempt.Kind.UNCONNECTED, Phase.TRANSFER_END, ConnectionOutcome.REPLIED, "425 too late")
                .see());

        assertThat(text(ProbeResult.of(report, null), false))
                .contains("2 of 2")
                .contains("Worth knowing: nobody connected to the passive port in time");
    }

    @Test
    void colorsAreThoseEveryTerminalHas() {
        assertThat(text(ProbeResult.of(HELPER, null), true))
                .contains("\u001b[32mpasv.plain.ipv4", "\u001b[31mpasv.tls.ipv4", "\u001b[2mepsv.plain.ipv6");
    }

    @Test
    void whatWasExpectedIsSaid() {
        assertThat(text(ProbeResult.of(HELPER, Expectations.of("*.tls.* = ok")), false))
                .contains("                 (expected: ok)")
                .contains("0 of 2 cells are as expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "tap", "json", "junit"})
    void nothingSteersATerminal(String format) {
        ProbeResult result = ProbeResult.of(EVIL, null);
        String printed = format.equals("text")
                ? text(result, false)
                : ProbeFormat.valueOf(format.toUpperCase(Locale.ROOT)).document(result);

        assertThat(printed).contains("530 ").doesNotContain("\u001b", "\u0000", "\u007f", "\u009b", "\u202e");
    }

    @Test
    void jsonHasStableNames() {
        ProbeReport report = Reports.of(Sight.of("pasv.plain.ipv4")
                .saying("10.1.2.3")
                .works(50_000)
                .check(Check.Kind.ADVERTISED_ADDRESS, ConnectionOutcome.TIMED_OUT, "")
                .see());
        JsonObject root = JsonParser.parseString(
                        ProbeFormat.JSON.document(ProbeResult.of(report, Expectations.of("* = ok"))))
                .getAsJsonObject();

        assertThat(root.keySet()).containsExactly("server", "took", "cells", "remarks", "expectations");
        assertThat(root.get("took").getAsInt()).isEqualTo(4321);
        JsonObject cell = root.getAsJsonArray("cells").get(0).getAsJsonObject();
        assertThat(cell.keySet()).containsExactly("cell", "verdict", "remark", "attempts", "checks", "diagnosis");
        assertThat(cell.get("verdict").getAsString()).isEqualTo("misadvertised");
        JsonObject attempt = cell.getAsJsonArray("attempts").get(0).getAsJsonObject();
        assertThat(attempt.get("kind").getAsString()).isEqualTo("usual");
        JsonObject setup = attempt.getAsJsonArray("phases").get(3).getAsJsonObject();
        assertThat(setup.keySet()).containsExactly("phase", "outcome", "code", "text", "ms", "said");
        assertThat(setup.get("said").getAsString()).isEqualTo("10.1.2.3:50000");
        JsonObject check = cell.getAsJsonArray("checks").get(0).getAsJsonObject();
        assertThat(check.get("kind").getAsString()).isEqualTo("advertised-address");
        assertThat(check.get("outcome").getAsString()).isEqualTo("timed-out");
        JsonObject diagnosis = cell.getAsJsonObject("diagnosis");
        assertThat(diagnosis.keySet()).containsExactly("causes", "conclusive", "nextRun");
        JsonObject cause = diagnosis.getAsJsonArray("causes").get(0).getAsJsonObject();
        assertThat(cause.keySet()).containsExactly("kind", "evidence", "fix");
        assertThat(cause.get("kind").getAsString()).isEqualTo("advertised-address-wrong");
        assertThat(root.getAsJsonArray("expectations").get(0).toString())
                .isEqualTo(
                        "{\"cell\":\"pasv.plain.ipv4\",\"expected\":\"ok\",\"actual\":\"misadvertised\",\"met\":false}");
    }

    @Test
    void jsonKeepsWhateverTheServerSaid() {
        String json = ProbeFormat.JSON.document(ProbeResult.of(EVIL, null));

        assertThat(JsonParser.parseString(json).toString())
                .contains("530 \\u001b[2J", "\u202e\ufffe ]]", "\u007f\u009b2J");
    }

    @Test
    void junitCounts() throws Exception {
        Element suite = xml(ProbeResult.of(HELPER, null)).getDocumentElement();

        assertThat(suite.getAttribute("tests")).isEqualTo("4");
        assertThat(suite.getAttribute("failures")).isEqualTo("2");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(4);
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("timed-out at data-connect");
        assertThat(failure.getAttribute("type")).isEqualTo("helper-cannot-read-tls");
        assertThat(failure.getTextContent()).contains("fix:  Open the server's passive ports");
    }

    @Test
    void junitIsXmlWhateverTheServerSaid() throws Exception {
        Element failure = (Element) xml(ProbeResult.of(EVIL, null))
                .getDocumentElement()
                .getElementsByTagName("failure")
                .item(0);

        assertThat(failure.getTextContent()).contains("<b> & #");
    }

    private static Document xml(ProbeResult result) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(ProbeFormat.JUNIT.document(result))));
    }

    @Test
    void tapHasAPointForEachCell() {
        assertThat(ProbeFormat.TAP.document(ProbeResult.of(HELPER, null)))
                .startsWith("""
                        TAP version 14
                        1..4
                        ok 1 - pasv.plain.ipv4: ok
                        not ok 2 - pasv.tls.ipv4: timed-out at data-connect
                          ---
                          causes:
                            - kind: helper-cannot-read-tls
                              evidence: "in clear it works:""")
                .contains("  conclusive: true\n  nextRun: \"\"\n  ...\nnot ok 3 ")
                .endsWith("ok 4 - epsv.plain.ipv6: skipped # SKIP no IPv6 address\n");
    }

    @ParameterizedTest
    @CsvSource({
        "ok,,0",
        "failed,,1",
        "inconclusive,,3",
        "skipped,,3",
        "failed,any,0",
        "ok,skipped,1",
        "inconclusive,ok,3"
    })
    void theExitStatusTells(String seen, String expected, int status) {
        Sight sight = Sight.of("pasv.plain.ipv4");
        ProbeReport report = Reports.of(
                switch (seen) {
                    case "ok" -> sight.works(1).see();
                    case "failed" -> sight.refused(Phase.LOGIN, "530 no").see();
                    case "skipped" -> Sight.untried("pasv.plain.ipv4", Verdict.SKIPPED, "no address");
                    default -> Sight.untried("pasv.plain.ipv4", Verdict.INCONCLUSIVE, "no time");
                });

        assertThat(ProbeResult.of(report, expected == null ? null : Expectations.of("* = " + expected))
                        .exitStatus())
                .isEqualTo(status);
    }

    @Test
    void withExpectationsTheOtherCellsDoNotCount() {
        assertThat(ProbeResult.of(HELPER, AS_FOUND).exitStatus()).isZero();
    }
}
