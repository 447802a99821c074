package org.ephemeralftp.server.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import org.ephemeralftp.server.ports.KernelPorts;
import org.ephemeralftp.server.ports.KernelPortsFixture;

class RangesCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(KernelPorts kernel, int width, String... arguments) {
        return new CommandLine(new RangesCommand(() -> kernel))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(width)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private static KernelPorts linux() {
        return KernelPortsFixture.linux("32768\t60999\n", "8080,50000-50009\n");
    }

    @Test
    void theTableBeginsWithThisMachinesOwnRange() {
        assertThat(run(linux(), 120)).isZero();

        assertThat(out.toString().lines())
                .startsWith(
                        "This machine's own ephemeral range: 32768-60999 (28232 ports)",
                        "Reserved, so never picked from it: 8080,50000-50009",
                        "");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aWidePageHasALineForEachRange() {
        run(linux(), 120);

        assertThat(out.toString().lines().map(line -> line.replaceAll(" {2,}", "|")))
                .contains(
                        "NAME|RANGE|SIZE|OVERLAP|WHERE USED|SOURCE",
                        "iana|49152-65535|16384|11838|IANA's dynamic ports|RFC 6335, section 6",
                        "linux|32768-60999|28232|28222|Linux since 4.2|Linux networking/ip-sysctl",
                        "bsd|1024-5000|3977|0|BSD, FreeBSD before 4.6|4.4BSD in.h, IPPORT_USERRESERVED",
                        "windows-custom:FROM-TO|1025-65535|64511|28222|any Windows since 2000|Microsoft KB 929851, KB 196271");
        assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    }

    @Test
    void aNarrowPageHasTwoLinesForEachRange() {
        run(linux(), 80);

        assertThat(out.toString().lines().map(String::strip).map(line -> line.replaceAll(" {2,}", "|")))
                .containsSubsequence(
                        "NAME|RANGE|SIZE|OVERLAP",
                        "WHERE USED; SOURCE",
                        "iana|49152-65535|16384|11838",
                        "IANA's dynamic ports; RFC 6335, section 6");
        assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void theColumnsOfNumbersEndTogether() {
        run(linux(), 120);

        var upToTheNumbers = Pattern.compile("^(NAME|iana|bsd|windows-xp) +\\S+ +\\S+ +\\S+(?= )", Pattern.MULTILINE);
        List<Integer> lengths = upToTheNumbers
                .matcher(out.toString())
                .results()
                .map(match -> match.group().length())
                .toList();
        assertThat(lengths).hasSize(4);
        assertThat(lengths).containsOnly(lengths.get(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 120})
    void anUnknownMachineIsSaidToBeUnknown(int width) {
        assertThat(run(KernelPorts.unknown("sysctl took longer than 2000 ms"), width))
                .isZero();

        assertThat(out.toString())
                .startsWith("This machine's own ephemeral range is unknown: sysctl took longer than 2000 ms")
                .containsPattern("iana +49152-65535 +16384 +\\?");
    }

    @Test
    @SuppressWarnings("unchecked")
    void jsonHoldsTheMachineAndEveryRange() {
        assertThat(run(linux(), 80, "--json")).isZero();

        var json = (Map<String, Object>) requireNonNull(StrictJson.parse(out.toString()));
        assertThat(json).containsOnlyKeys("machine", "ranges");
        var machine = (Map<String, Object>) json.get("machine");
        assertThat(machine)
                .containsEntry("ephemeral", Map.of("ports", "32768-60999", "size", 28232L))
                .containsEntry("reserved", Map.of("ports", "8080,50000-50009", "size", 11L))
                .containsEntry("unknown", null);
        var ranges = (List<Map<String, Object>>) requireNonNull(json.get("ranges"));
        assertThat(ranges)
                .hasSize(11)
                .contains(Map.of(
                        "name",
                        "iana",
                        "first",
                        49152L,
                        "last",
                        65535L,
                        "size",
                        16384L,
                        "family",
                        false,
                        "whereUsed",
                        "IANA's dynamic ports",
                        "source",
                        "RFC 6335, section 6",
                        "overlap",
                        11838L));
        assertThat(ranges.get(10))
                .containsEntry("name", "windows-custom:FROM-TO")
                .containsEntry("family", true);
    }

    @Test
    @SuppressWarnings("unchecked")
    void jsonEscapesWhatItQuotes() {
        String reason = "a \"quoted\" C:\\Windows\\u0041 tab\t, line\n, bell\u0007, umlaut \u00fc and \u2028";

        run(KernelPorts.unknown(reason), 80, "--json");

        var json = (Map<String, Map<String, Object>>) requireNonNull(StrictJson.parse(out.toString()));
        assertThat(json.get("machine")).containsEntry("unknown", reason).containsEntry("ephemeral", null);
        assertThat(out.toString()).contains("\"overlap\": null").matches("[\\x20-\\x7e\\r\\n]+");
    }

    @Test
    void unknownOptionsAreBadUsage() {
        assertThat(run(linux(), 80, "--xml")).isEqualTo(2);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("--xml");
    }

    @Test
    void theCommandAsksThisMachineByItself() {
        int status = new CommandLine(new RangesCommand())
                .setUsageHelpAutoWidth(false)
                .setOut(new PrintWriter(out))
                .execute("--json");

        assertThat(status).isZero();
        assertThat(StrictJson.parse(out.toString())).isInstanceOf(Map.class);
    }
}
