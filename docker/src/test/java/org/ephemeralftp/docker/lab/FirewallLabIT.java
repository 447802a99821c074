package org.ephemeralftp.docker.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.probe.Cell;
import org.ephemeralftp.client.probe.CellResult;
import org.ephemeralftp.client.probe.Verdict;
import org.ephemeralftp.docker.lab.CellEvidence.RuleCount;
import org.ephemeralftp.docker.lab.CellEvidence.RuleVerdict;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.Requires;

class FirewallLabIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String[] SERVER = {"--passive-ports=30000-30003"};
    private static final ProbeRequest PLAIN = ProbeRequest.ALL.protections(Protection.PLAIN);
    private static final ProbeRequest ONE = PLAIN.families(AddressFamily.IPV4).modes(DataMode.EPSV);
    private static final Cell EPSV = new Cell(DataMode.EPSV, Protection.PLAIN, AddressFamily.IPV4);
    private static final Cell PORT = new Cell(DataMode.PORT, Protection.PLAIN, AddressFamily.IPV4);

    /** None of the rules has a counter. */
    private static final String CONTROL_PORT_ONLY = """
            flush ruleset
            table inet filter {
                chain input {
                    type filter hook input priority filter; policy drop;
                    meta l4proto { icmp, ipv6-icmp } accept
                    ct state vmap { established : accept, invalid : drop }
                    ip saddr client tcp dport 21 accept comment "the control port"
                }
            }
            """;

    @TempDir
    Path directory;

    @BeforeAll
    static void requireAll() {
        Requires.that("root".equals(System.getProperty("user.name")), "network namespaces need root");
        for (String program : List.of("unshare", "nsenter", "ip", "nft", "conntrack", "iptables-restore", "tcpdump")) {
            Requires.program(program);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whatIsDroppedIsToldWithTheRuleThatDidIt() throws IOException {
        Path rules = file("server.nft", CONTROL_PORT_ONLY);
        // Somebody else may have been in the directory before, and root writes there now.
        Path precious = file("precious", "not ours");
        Path packets = Files.createDirectory(directory.resolve("packets"));
        Files.createSymbolicLink(packets.resolve("client.pcap"), precious);
        try (FirewallLab lab = FirewallLab.builder()
                .ruleset(LabHost.SERVER, rules)
                .server(SERVER)
                .capture(packets)
                .start()) {
            LabReport report = lab.probeAndSweep(ONE.modes(DataMode.EPSV, DataMode.PORT));

            assertThat(report.control().passed()).isTrue();
            assertThat(verdict(report, EPSV)).isEqualTo("timed-out at data-connect");
            assertThat(verdict(report, PORT)).isEqualTo("ok");
            assertThat(rules(report, EPSV))
                    .contains("policy drop", "ip saddr 198.51.100.2 tcp dport 21 accept comment \"the control port\"");
            assertThat(report.evidence(PORT).orElseThrow().rules())
                    .extracting(RuleCount::verdict)
                    .doesNotContain(RuleVerdict.DROP);
            assertThat(report.evidence(EPSV).orElseThrow().conntrack())
                    .anySatisfy(entry -> assertThat(entry.text()).contains("dport=21"));
            assertThat(report.sweep().orElseThrow().ranges())
                    .extracting(Object::toString)
                    .containsExactly("30000-30003 timed-out");
            assertThat(report.remarks()).isEmpty();
        }
        for (String name : List.of("client", "server", "control-client", "control-server")) {
            assertThat(packets(packets.resolve(name + ".pcap"))).contains(".21: Flags [S]");
        }
        assertThat(precious).hasContent("not ours");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(ProcessHandle.current().descendants())
                        .noneMatch(each -> each.info().commandLine().orElse("").contains("=/run/lab")));
    }

    private String packets(Path file) {
        try {
            Program tcpdump = Program.run(directory, "tcpdump", "-n", "-r", file.toString(), "tcp port 21");
            assertThat(tcpdump.status()).as(tcpdump.toString()).isZero();
            return tcpdump.out();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void rulesOnTheWrongHostAreTold() throws IOException {
        Path rules = file("server.nft", CONTROL_PORT_ONLY);
        try (FirewallLab lab = FirewallLab.builder()
                .ruleset(LabHost.ROUTER, rules)
                .server(SERVER)
                .start()) {
            LabReport report = lab.probe(ONE);

            CellResult cell = report.probe().cell(EPSV).orElseThrow();
            assertThat(cell.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(cell.remark()).startsWith("it is ok, but the rules of the router are at input, where no packet");
            assertThat(report.remarks()).singleElement().asString().contains("router", "input");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void filesThatLeaveNoRulesSayNothingOfWhatPasses() throws IOException {
        try (FirewallLab lab = FirewallLab.builder()
                .ruleset(LabHost.SERVER, file("server.nft", CONTROL_PORT_ONLY))
                .ruleset(LabHost.SERVER, file("flush.nft", "flush ruleset\n"))
                .server(SERVER)
                .start()) {
            CellResult cell = lab.probe(ONE).probe().cell(EPSV).orElseThrow();

            assertThat(cell.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(cell.remark()).contains("the files for the server leave no rules");
        }
    }

    /** A pipe can be read once; what the file includes stands beside it. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aRulesetIsAPipeOrIncludesWhatStandsBesideIt() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(Program.run(directory, "mkfifo", pipe.toString()).status()).isZero();
        file("ports.nft", "define control = 21\n");
        Path including = file("client.nft", """
                include "ports.nft"
                table inet mine {
                    chain output {
                        type filter hook output priority filter; policy accept;
                        tcp dport $control accept
                    }
                }
                """);
        Thread writer = new Thread(() -> {
            try {
                Files.writeString(pipe, CONTROL_PORT_ONLY);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writer.setDaemon(true);
        writer.start();
        try (FirewallLab lab = FirewallLab.builder()
                .ruleset(LabHost.SERVER, pipe)
                .ruleset(LabHost.CLIENT, including)
                .server(SERVER)
                .start()) {
            LabReport report = lab.probe(ONE);

            assertThat(verdict(report, EPSV)).isEqualTo("timed-out at data-connect");
            assertThat(rules(report, EPSV)).contains("policy drop", "tcp dport 21 accept");
        }
        writer.join();
    }

    /** The rule that drops is in a chain without a name, which JSON has no words for, so that it cannot be counted. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aFailureWithoutEvidenceIsInconclusiveAndSoIsOneThatTheServerIsToBlameFor() throws IOException {
        Path rules = file("server.nft", """
                table inet filter {
                    chain input {
                        type filter hook input priority filter; policy accept;
                        tcp dport 30000-30003 jump {
                            ip saddr 192.0.2.1 accept
                            drop
                        }
                    }
                    chain output {
                        type filter hook output priority filter; policy accept;
                        tcp sport 21 tcp flags & (fin | ack) == fin | ack drop
                    }
                }
                """);
        try (FirewallLab lab = FirewallLab.builder()
                .ruleset(LabHost.SERVER, rules)
                .server(SERVER)
                .server("--tls=off")
                .start()) {
            LabReport report =
                    lab.probe(ProbeRequest.ALL.families(AddressFamily.IPV4).modes(DataMode.EPSV));

            CellResult plain = report.probe().cell(EPSV).orElseThrow();
            assertThat(plain.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(plain.remark()).contains("timed-out at data-connect", "no rule that drops");
            assertThat(report.probe().diagnosis(EPSV)).isPresent();
            assertThat(report.remarks())
                    .singleElement()
                    .asString()
                    .contains("cannot be counted", "tcp dport 30000-30003 jump {");
            CellResult tls = report.probe()
                    .cell(new Cell(DataMode.EPSV, Protection.TLS, AddressFamily.IPV4))
                    .orElseThrow();
            assertThat(tls.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(tls.remark()).contains("control run");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void masqueradingSpoilsActiveModeOverIpv4Only() {
        try (FirewallLab lab =
                FirewallLab.builder().nat(Nat.MASQUERADE).server(SERVER).start()) {
            LabReport report = lab.probe(PLAIN);

            assertThat(verdict(report, EPSV)).isEqualTo("ok");
            assertThat(verdict(report, PORT)).isEqualTo("replied-501 at data-setup");
            assertThat(verdict(report, new Cell(DataMode.EPRT, Protection.PLAIN, AddressFamily.IPV6)))
                    .isEqualTo("ok");
            assertThat(rules(report, PORT)).singleElement().asString().endsWith("masquerade");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void forwardingLeadsToTheServerAndOwnRulesMayForgetSome() throws IOException {
        try (FirewallLab lab =
                FirewallLab.builder().nat(Nat.DNAT).server(SERVER).start()) {
            assertThat(lab.probe(PLAIN).probe().passed()).isTrue();
        }
        Path rules = file("router.nft", """
                table ip nat {
                    chain prerouting {
                        type nat hook prerouting priority dstnat;
                        ip daddr 198.51.100.1 tcp dport 21 dnat to 10.20.0.2
                    }
                }
                """);
        try (FirewallLab lab = FirewallLab.builder()
                .nat(Nat.DNAT)
                .ownNat()
                .ruleset(LabHost.ROUTER, rules)
                .server(SERVER)
                .start()) {
            LabReport report = lab.probe(ONE);

            assertThat(verdict(report, EPSV)).isEqualTo("refused at data-connect");
            assertThat(rules(report, EPSV)).contains("ip daddr 198.51.100.1 tcp dport 21 dnat to 10.20.0.2");
        }
    }

    /** All is forwarded, but the server tells its private address, which nobody outside can use. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aPrivateAddressIsNotKnownOutside() throws IOException {
        Path rules = file("router.nft", """
                table ip nat {
                    chain prerouting {
                        type nat hook prerouting priority dstnat;
                        ip daddr 198.51.100.1 tcp dport { 21, 30000-30003 } dnat to 10.20.0.2
                    }
                }
                """);
        try (FirewallLab lab = FirewallLab.builder()
                .nat(Nat.DNAT)
                .ownNat()
                .ruleset(LabHost.ROUTER, rules)
                .server(SERVER)
                .start()) {
            LabReport report = lab.probe(ONE.modes(DataMode.PASV, DataMode.EPSV));

            assertThat(verdict(report, new Cell(DataMode.PASV, Protection.PLAIN, AddressFamily.IPV4)))
                    .isEqualTo("misadvertised");
            assertThat(verdict(report, EPSV)).isEqualTo("ok");
        }
        Path none = file("none.nft", """
                table ip filter {
                    chain forward {
                        type filter hook forward priority filter; policy accept;
                        accept
                    }
                }
                """);
        try (FirewallLab lab = FirewallLab.builder()
                .nat(Nat.MASQUERADE)
                .ownNat()
                .ruleset(LabHost.ROUTER, none)
                .server(SERVER)
                .start()) {
            LabReport report = lab.probe(ONE);

            assertThat(verdict(report, EPSV)).isEqualTo("timed-out at control-connect");
            assertThat(rules(report, EPSV)).anySatisfy(rule -> assertThat(rule).contains("nobody outside answers"));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void iptablesIsCountedToo() throws IOException {
        Path rules = file("server.rules", """
                *filter
                :INPUT DROP [0:0]
                :FORWARD ACCEPT [0:0]
                :OUTPUT ACCEPT [0:0]
                -A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT
                -A INPUT -p tcp -m tcp --dport 21 -j ACCEPT
                COMMIT
                """);
        Path rules6 = file("server6.rules", """
                *filter
                :INPUT ACCEPT [0:0]
                -A INPUT -p tcp -m tcp --dport 30000:30003 -j REJECT --reject-with tcp-reset
                COMMIT
                """);
        Cell ipv6 = new Cell(DataMode.EPSV, Protection.PLAIN, AddressFamily.IPV6);
        try (FirewallLab lab = FirewallLab.builder()
                .iptables(LabHost.SERVER, rules)
                .ip6tables(LabHost.SERVER, rules6)
                .server(SERVER)
                .start()) {
            // A second time, to see that the first one leaves nothing to the control run.
            lab.probe(ONE);
            LabReport report = lab.probe(PLAIN.modes(DataMode.EPSV));

            assertThat(verdict(report, EPSV)).isEqualTo("timed-out at data-connect");
            assertThat(rules(report, EPSV))
                    .containsExactlyInAnyOrder(
                            "-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT",
                            "-A INPUT -p tcp -m tcp --dport 21 -j ACCEPT",
                            "policy drop",
                            "policy accept");
            assertThat(verdict(report, ipv6)).isEqualTo("refused at data-connect");
            assertThat(rules(report, ipv6))
                    .contains("-A INPUT -p tcp -m tcp --dport 30000:30003 -j REJECT --reject-with tcp-reset");
        }
    }

    @Test
    void whatDoesNotStartIsToldInItsOwnWords() throws IOException {
        Path rules = file("wrong.nft", "table inet filter { chain fwd { } }\n");

        assertThatThrownBy(() -> FirewallLab.builder()
                        .ruleset(LabHost.CLIENT, rules)
                        .start()
                        .close())
                .isInstanceOf(LabException.class)
                .hasMessageContaining("wrong.nft:1:")
                .hasMessageContaining("client");
        assertThatThrownBy(() -> FirewallLab.builder()
                        .server("--passive-ports=nonsense")
                        .start()
                        .close())
                .isInstanceOf(LabException.class)
                .hasMessageContaining("--passive-ports")
                .hasMessageContaining("nonsense");
        assertThatThrownBy(() -> FirewallLab.builder().server("--user", "u=secret"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("--user")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> FirewallLab.builder().ruleset(LabHost.SERVER, directory.resolve("missing")))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("missing");
        Path empty = file("empty.nft", "# to do\n\n");
        assertThatThrownBy(() -> FirewallLab.builder().ruleset(LabHost.SERVER, empty))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("empty.nft is empty");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static String verdict(LabReport report, Cell cell) {
        return report.probe().cell(cell).orElseThrow().verdict().toString();
    }

    private static List<String> rules(LabReport report, Cell cell) {
        return report.evidence(cell).orElseThrow().rules().stream()
                .map(RuleCount::text)
                .toList();
    }
}
