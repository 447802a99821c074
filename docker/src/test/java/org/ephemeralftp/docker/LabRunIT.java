package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.LabRequires;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.Requires;
import org.ephemeralftp.docker.testing.Unprivileged;

/** The lab's jar, as a person and a CI job run it. */
@Timeout(300)
class LabRunIT {
    private static final String RULES = """
            table inet filter {
                chain input {
                    type filter hook input priority filter; policy drop;
                    iifname "lo" accept
                    meta l4proto { icmp, ipv6-icmp } accept
                    ct state established accept
                    tcp dport 21 ct state new accept
                    tcp dport %s ct state new accept
                    tcp dport 1024-65535 counter drop
                }
            }
            """;
    private static final List<String> ONE_CELL =
            List.of("--mode=pasv", "--protection=plain", "--family=ipv4", "--tries=2", "--timeout=3");

    @TempDir
    Path directory;

    private Path rules(String open) throws IOException {
        return Files.writeString(directory.resolve("server.nft"), RULES.formatted(open));
    }

    private Program run(List<String> cells, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(cells);
        all.addAll(List.of(arguments));
        return Program.run(directory, Jars.command(Jars.lab(), all.toArray(String[]::new)));
    }

    @Test
    @Execution(CONCURRENT)
    void rightRulesAreFine() throws IOException, InterruptedException {
        LabRequires.all();
        Program lab = run(ONE_CELL, "--ruleset", rules("50000-50009").toString());

        assertThat(lab.status()).as(lab.toString()).isZero();
        assertThat(lab.err()).isEmpty();
        assertThat(lab.out())
                .startsWith("Lab: server.nft on the server; 1 cell, first")
                .contains("pasv.plain.ipv4  ok             ok ", "2 of 2")
                .contains("All 10 ports are open.")
                .containsPattern("server, inet filter input, [1-9]\\d* packets?: tcp dport 50000-50009")
                .containsPattern("server tracked: \\S+ -> 203\\.0\\.113\\.2:500\\d\\d ")
                .contains("1 of 1 cell is ok, in ");
    }

    @Test
    @Execution(CONCURRENT)
    void wrongRulesAreNotAndTheCauseAndTheRuleAreNamed() throws IOException, InterruptedException {
        LabRequires.all();
        Program lab = run(ONE_CELL, "--ruleset", "server=" + rules("40000"), "--format=json");

        assertThat(lab.status()).as(lab.toString()).isEqualTo(1);
        JsonObject root = JsonParser.parseString(lab.out()).getAsJsonObject();
        assertThat(root.get("verdict").getAsString()).isEqualTo("not-as-expected");
        assertThat(cell(root.getAsJsonObject("control")).get("verdict").getAsString())
                .isEqualTo("ok");
        JsonObject cell = cell(root.getAsJsonObject("probe"));
        assertThat(cell.get("verdict").getAsString()).isEqualTo("timed-out at data-connect");
        assertThat(cell.getAsJsonObject("diagnosis").getAsJsonArray("causes").toString())
                .contains("\"kind\":\"passive-ports-dropped\"");
        List<JsonObject> drops =
                root.getAsJsonArray("evidence").get(0).getAsJsonObject().getAsJsonArray("rules").asList().stream()
                        .map(JsonElement::getAsJsonObject)
                        .filter(rule -> rule.get("verdict").getAsString().equals("drop"))
                        .toList();
        assertThat(drops)
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.get("packets").getAsLong()).isPositive());
        assertThat(root.getAsJsonObject("sweep").getAsJsonArray("ranges").toString())
                .isEqualTo("[{\"from\":50000,\"to\":50009,\"verdict\":\"timed-out\"}]");
    }

    private static JsonObject cell(JsonObject probe) {
        return probe.getAsJsonArray("cells").get(0).getAsJsonObject();
    }

    /** A probe tries two ports of ten, and both may be among the open ones; the sweep tries all. */
    @Test
    @Execution(CONCURRENT)
    void aRangeThatIsHalfOpenCannotHide() throws IOException, InterruptedException {
        LabRequires.all();
        Program lab = run(ONE_CELL, "--ruleset", rules("50000-50004").toString());

        assertThat(lab.status()).as(lab.toString()).isEqualTo(1);
        assertThat(lab.out()).contains("50005-50009  timed out (dropped on the way)", "5 of 10 ports are open.");
    }

    /** A scenario is a directory: its options, its rules and what is expected stand beside each other. */
    @Test
    @Execution(CONCURRENT)
    void aScenarioIsADirectory() throws Exception {
        LabRequires.all();
        Path scenario = Files.createDirectory(directory.resolve("scenario"));
        Files.move(rules("40000"), scenario.resolve("server.nft"));
        Files.writeString(scenario.resolve("expect"), "pasv.plain.ipv4 = timed-out at data-connect\n");
        Files.writeString(scenario.resolve("lab.conf"), """
                ruleset = server.nft
                expect = expect
                format = junit
                sweep = false
                server-option = --passive-ports=30000-30003
                """);
        Program lab = run(ONE_CELL, "--config", "scenario/lab.conf");

        assertThat(lab.status()).as(lab.toString()).isZero();
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(lab.out())))
                .getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo("1");
        assertThat(suite.getAttribute("failures")).isEqualTo("0");
        assertThat(((Element) suite.getElementsByTagName("testcase").item(0)).getAttribute("name"))
                .isEqualTo("pasv.plain.ipv4");
    }

    @Test
    @Execution(CONCURRENT)
    void everythingCanBeAVariable() throws IOException, InterruptedException {
        LabRequires.all();
        List<String> command = Stream.of(
                        Stream.of(
                                "env",
                                "EPHEMERAL_FTP_LAB_RULESET=server=" + rules("40000"),
                                "EPHEMERAL_FTP_LAB_FORMAT=tap",
                                "EPHEMERAL_FTP_LAB_SWEEP=false",
                                "EPHEMERAL_FTP_LAB_KEEP_PCAP=" + directory.resolve("pcaps"),
                                // Of other programs, and wrong for them, too.
                                "EPHEMERAL_FTP_CLIENT_TIMEOUT=x",
                                "EPHEMERAL_FTP_PORT=x"),
                        Jars.command(Jars.lab(), "run").stream(),
                        ONE_CELL.stream())
                .flatMap(words -> words)
                .toList();
        Requires.program("tcpdump");
        Program lab = Program.run(directory, command);

        assertThat(lab.status()).as(lab.toString()).isEqualTo(1);
        assertThat(lab.out().lines().toList())
                .startsWith("TAP version 14", "1..1", "not ok 1 - pasv.plain.ipv4: timed-out at data-connect", "  ---")
                .endsWith("  ...")
                .anySatisfy(
                        line -> assertThat(line).matches("    - \"server, inet filter input, \\d+ packets?: .*drop.*"));
        assertThat(directory.resolve("pcaps/client.pcap")).isNotEmptyFile();
        assertThat(directory.resolve("pcaps/server.pcap")).isNotEmptyFile();
    }

    @Test
    @Execution(CONCURRENT)
    void rulesThatAreNoneAreSaidToBe() throws IOException, InterruptedException {
        LabRequires.all();
        Path wrong = Files.writeString(directory.resolve("wrong.nft"), "table inet filter { chian input { } }\n");
        Program lab = run(ONE_CELL, "--ruleset", wrong.toString());

        assertThat(lab.status()).as(lab.toString()).isEqualTo(2);
        assertThat(lab.err()).contains("wrong.nft").doesNotContain("\tat ");
    }

    @Test
    @Execution(CONCURRENT)
    void withoutRootOneLineSaysSoAndOffersTheContainer() throws IOException, InterruptedException {
        try (Unprivileged somebody = Unprivileged.prepare(Jars.lab())) {
            Path rules = Files.writeString(somebody.directory().resolve("my.nft"), "table inet filter { }\n");
            Program lab = Program.run(
                    somebody.directory(), somebody.command("run", "--format=json", "--ruleset", rules.toString()));

            assertThat(lab.status()).as(lab.toString()).isEqualTo(2);
            assertThat(lab.out()).isEmpty();
            assertThat(lab.err().lines().toList().get(lab.err().lines().toList().size() - 1))
                    .contains("needs root", "docker run");
        }
    }
}
