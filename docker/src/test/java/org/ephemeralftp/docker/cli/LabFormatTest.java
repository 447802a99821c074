package org.ephemeralftp.docker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

import org.ephemeralftp.client.probe.Expectations;
import org.ephemeralftp.client.report.ProbeFormat;
import org.ephemeralftp.client.sweep.PortVerdict;
import org.ephemeralftp.client.sweep.SweepReport;
import org.ephemeralftp.client.sweep.SweepReport.Ending;
import org.ephemeralftp.docker.lab.LabReport;

/** What a report looks like, and what it comes to. */
class LabFormatTest {
    private static final Optional<SweepReport> HALF = MadeUp.sweep(5, PortVerdict.TIMED_OUT, Ending.COMPLETE);
    private static final Optional<SweepReport> ALL = MadeUp.sweep(10, PortVerdict.OPEN, Ending.COMPLETE);

    private static LabResult result(LabReport report, @Nullable String expected) {
        return LabResult.of(report, expected == null ? null : Expectations.of(expected));
    }

    private static String text(LabResult result, boolean colors) {
        StringWriter out = new StringWriter();
        new LabPrinter(new PrintWriter(out), colors).print(result);
        return out.toString();
    }

    @Test
    void textShowsBothRunsAndTheEvidenceAndTheCauses() {
        assertThat(text(result(MadeUp.helper(HALF), null), false))
                .contains(
                        "pasv.plain.ipv4  ok             ok                                      1 of 1",
                        "pasv.tls.ipv4    ok             timed-out at data-connect               0 of 1",
                        "pasv.plain.ipv6  skipped        skipped: use EPSV",
                        "pasv.plain.ipv4\n  no rule counted a packet",
                        "  server, inet filter input, 1 packet: tcp dport 21 ct state new accept",
                        "  server, inet filter input, 1,234 packets: tcp dport 1024-65535 drop comment",
                        "  server tracked: 198.51.100.2:40000 -> 203.0.113.2:21 ESTABLISHED\n",
                        "Cause:  a firewall's FTP helper",
                        "fix:  Open the passive ports.",
                        "Worth knowing: no rule of the client",
                        "Every passive port, one by one: pasv.plain.ipv4",
                        "  50005-50009  timed out")
                .endsWith("1 of 2 cells are ok, but not every passive port is open, in 12.345 s.\n")
                .doesNotContain("\u001b");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void textFitsEightyColumns(boolean colors) {
        String text = text(result(MadeUp.helper(HALF), "*.tls.* = ok"), colors);

        assertThat(text.replaceAll("\u001b\\[\\d*m", "").lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(text.contains("\u001b[")).isEqualTo(colors);
    }

    @ParameterizedTest
    @EnumSource(ProbeFormat.class)
    void nothingOfARuleSteersATerminal(ProbeFormat format) {
        LabResult result = result(MadeUp.helper(HALF), null);
        String printed = format == ProbeFormat.TEXT ? text(result, false) : LabDocument.of(result, format);

        assertThat(printed).contains("tcp dport 1024-65535").doesNotContain("\u001b");
    }

    @Test
    void jsonHasStableNames() {
        JsonObject root = JsonParser.parseString(
                        LabDocument.of(result(MadeUp.helper(HALF), "* = any"), ProbeFormat.JSON))
                .getAsJsonObject();

        assertThat(root.keySet())
                .containsExactly("verdict", "took", "control", "probe", "evidence", "remarks", "sweep");
        assertThat(root.get("verdict").getAsString()).isEqualTo("as-expected");
        assertThat(root.getAsJsonObject("control").keySet()).containsExactly("server", "took", "cells", "remarks");
        assertThat(root.getAsJsonObject("probe").getAsJsonArray("expectations")).hasSize(3);
        JsonObject evidence = root.getAsJsonArray("evidence").get(1).getAsJsonObject();
        assertThat(evidence.get("cell").getAsString()).isEqualTo("pasv.tls.ipv4");
        assertThat(evidence.getAsJsonArray("rules").get(0).toString())
                .isEqualTo("{\"host\":\"server\",\"chain\":\"inet filter input\","
                        + "\"rule\":\"tcp dport 21 ct state new accept\",\"verdict\":\"accept\",\"packets\":1}");
        assertThat(evidence.getAsJsonArray("conntrack").get(0).getAsJsonObject().keySet())
                .containsExactly("host", "entry");
        assertThat(root.getAsJsonObject("sweep").getAsJsonArray("ports")).hasSize(10);
    }

    @Test
    void junitHasTheEvidenceInTheFailureAndACaseForTheSweep() throws Exception {
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(
                        new StringReader(LabDocument.of(result(MadeUp.helper(HALF), null), ProbeFormat.JUNIT))))
                .getDocumentElement();

        assertThat(suite.getAttribute("tests")).isEqualTo("4");
        assertThat(suite.getAttribute("failures")).isEqualTo("2");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(4);
        Element cell = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(cell.getAttribute("type")).isEqualTo("helper-cannot-read-tls");
        assertThat(cell.getTextContent())
                .contains("fix:  Open the passive ports.")
                .contains("\nserver, inet filter input, 1,234 packets: tcp dport 1024-65535 drop");
        Element sweep = (Element) suite.getElementsByTagName("failure").item(1);
        assertThat(((Element) sweep.getParentNode()).getAttribute("name")).isEqualTo("sweep.pasv.plain.ipv4");
        assertThat(sweep.getAttribute("message")).startsWith("5 of 10 ports are open. 50005-50009 timed out");
    }

    @Test
    void tapHasTheEvidenceInTheBlockAndAPointForTheSweep() {
        assertThat(LabDocument.of(result(MadeUp.helper(ALL), null), ProbeFormat.TAP))
                .startsWith("TAP version 14\n1..4\nok 1 - pasv.plain.ipv4: ok\nnot ok 2 - pasv.tls.ipv4: timed-out")
                .contains("  notes:\n    - \"server, inet filter input, 1 packet: tcp dport 21 ct state new accept\"\n")
                .endsWith("\nok 4 - sweep.pasv.plain.ipv4: All 10 ports are open.\n");
    }

    @ParameterizedTest
    @CsvSource({
        // Without expectations, every cell and every port is to be open.
        "open, all, , 0",
        "open, none, , 0",
        "open, half, , 1",
        "open, unknown, , 3",
        "helper, all, , 1",
        // A cell that is expected to work, and does on some ports, promises all of them.
        "helper, all, pasv.plain.ipv4=ok, 0",
        "helper, half, pasv.plain.ipv4=ok, 1",
        "helper, unknown, pasv.plain.ipv4=ok, 3",
        // Nothing is said of the others.
        "helper, half, pasv.plain.ipv4=any, 0",
        "helper, half, pasv.tls.ipv4=timed-out at data-connect, 0",
        "helper, half, pasv.tls.ipv4=ok, 1",
        "untold, none, , 3",
    })
    void theExitStatusTells(String report, String sweep, String expected, int status) {
        Optional<SweepReport> swept = switch (sweep) {
            case "all" -> ALL;
            case "half" -> HALF;
            case "unknown" -> MadeUp.sweep(5, PortVerdict.NOT_TRIED, Ending.TIME_LIMIT);
            default -> Optional.empty();
        };
        LabReport made = switch (report) {
            case "open" -> MadeUp.open(swept);
            case "helper" -> MadeUp.helper(swept);
            default -> MadeUp.untold();
        };

        assertThat(result(made, expected).exitStatus()).isEqualTo(status);
    }

    @Test
    void closedPortsThatNoRuleCanHaveClosedSayNothingOfTheRules() {
        LabReport proven = MadeUp.open(HALF);

        assertThat(LabResult.of(proven, null).exitStatus()).isEqualTo(1);
        assertThat(LabResult.of(MadeUp.unproven(proven), null).exitStatus()).isEqualTo(3);
    }
}
