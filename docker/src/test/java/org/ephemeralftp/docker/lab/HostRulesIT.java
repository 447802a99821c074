package org.ephemeralftp.docker.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.docker.lab.CellEvidence.RuleVerdict;
import org.ephemeralftp.docker.testing.Requires;

/** Counting on a real kernel: the rules do what they did, and what they did is told. */
class HostRulesIT {
    private static final String RULES = """
            table inet filter {
                counter named {
                }
                set passive {
                    type inet_service
                    flags interval
                    elements = { 30000-30003 }
                }
                set seen {
                    type ipv4_addr
                    size 100
                    flags dynamic
                }
                map verdicts {
                    type inet_service : verdict
                    elements = { 22 : drop, 23 : jump other }
                }
                chain other {
                    tcp dport 99 goto third
                    return
                }
                chain third {
                    tcp dport 100 return
                }
                chain input {
                    type filter hook input priority filter; policy drop;
                    iifname "lo" accept
                    ct state vmap { established : accept, invalid : drop }
                    tcp dport 21 ct state new limit rate 5/second burst 5 packets accept comment "x # handle 9 counter"
                    tcp dport { 21, 990, 30000-30009 } ip saddr { 192.0.2.0/24, 198.51.100.1-198.51.100.9 } accept
                    tcp dport @passive quota until 10 mbytes accept
                    tcp dport vmap @verdicts
                    counter name "named" tcp dport 24 drop
                    counter tcp dport 25 reject with tcp reset
                    tcp dport 26 log prefix "x y " counter drop
                    ip saddr . tcp dport { 192.0.2.1 . 22, 192.0.2.2 . 23 } accept
                    tcp flags & (fin | syn | rst | ack) == syn ct count over 20 drop
                    ip dscp set cs1 tcp dport 30
                    add @seen { ip saddr }
                    update @seen { ip saddr limit rate 10/second } accept
                    meta mark set ip saddr map { 192.0.2.1 : 0x00000001, 192.0.2.2 : 0x00000002 }
                    numgen inc mod 2 vmap { 0 : accept, 1 : drop }
                    meta l4proto { icmp, ipv6-icmp } accept
                    tcp dport 27 jump {
                        ip saddr 192.0.2.1 drop
                    }
                }
            }
            table ip nat {
                chain postrouting {
                    type nat hook postrouting priority srcnat; policy accept;
                    oifname "eth1" masquerade random
                    ip daddr 192.0.2.1 tcp dport 80-90 snat to 192.0.2.7-192.0.2.9:1024-2048
                }
            }
            """;

    /** Two datagrams are dropped by the map, one by the rule and one by the policy; one is let in. */
    private static final String DATAGRAMS = """
            flush ruleset
            table inet filter {
                chain input {
                    type filter hook input priority filter; policy drop;
                    udp dport vmap { 1001 : drop, 1002-1003 : drop, 1004 : accept }
                    udp dport 1005 drop
                }
            }
            """;

    @TempDir
    Path directory;

    @BeforeAll
    static void requireAll() {
        Requires.that("root".equals(System.getProperty("user.name")), "network namespaces need root");
        for (String program : List.of("unshare", "nsenter", "ip", "nft", "conntrack", "python3")) {
            Requires.program(program);
        }
    }

    @Test
    void rulesSayTheSameWithCountersAsWithout() throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("rules.nft"), RULES);
        try (Topology topology = Topology.build(AddressPlan.ROUTED)) {
            topology.run(LabHost.SERVER, "", "nft", "--file", file.toString()).orThrow("nft");
            List<String> asTheyAre = listed(topology, LabHost.SERVER);
            HostRules rules = new HostRules(topology, LabHost.CLIENT, List.of(new Ruleset.Nft(LabHost.CLIENT, file)));
            rules.load();
            rules.begin();

            assertThat(listed(topology, LabHost.CLIENT)).isEqualTo(asTheyAre);
            assertThat(rules.uncounted())
                    .singleElement()
                    .asString()
                    .contains("tcp dport 27 jump { ip saddr 192.0.2.1 drop }");
        }
    }

    /** What is in force, without counters and without the rules that do nothing but count. */
    private static List<String> listed(Topology topology, LabHost host) throws IOException, InterruptedException {
        return topology.run(host, "", "nft", "--stateless", "list", "ruleset")
                .orThrow("nft")
                .replaceAll("(?s)(\n*\tchain ephemeral-ftp-lab-kinds-.*?\n\t}\n)+", "\n")
                .lines()
                .filter(line -> !line.contains("comment \"ephemeral-ftp-lab"))
                .map(line -> line.replaceAll("\\bcounter(?! name)(?=$| (?![a-z]+ \\{))( |$)", "")
                        .stripTrailing())
                .toList();
    }

    @Test
    void tellsHowManyPacketsEachRuleMetAndWhatAMapDropped() throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("rules.nft"), DATAGRAMS);
        try (Topology topology = Topology.build(AddressPlan.ROUTED)) {
            HostRules rules = new HostRules(topology, LabHost.SERVER, List.of(new Ruleset.Nft(LabHost.SERVER, file)));
            rules.load();
            rules.begin();

            String send = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
                    + "for port in 1001, 1003, 1004, 1005, 1006: s.sendto(b'x', ('server', port))";
            topology.run(LabHost.CLIENT, "", "python3", "-c", send).orThrow("python3");

            String listing = topology.run(LabHost.SERVER, "", "nft", "--json", "list", "ruleset")
                    .orThrow("nft");
            List<CountedRule> counted = rules.counted(listing, "", "");
            assertThat(counted)
                    .extracting(CountedRule::verdict)
                    .containsExactly(RuleVerdict.DROP, RuleVerdict.OTHER, RuleVerdict.DROP, RuleVerdict.DROP);
            assertThat(counted).extracting(CountedRule::packets).containsExactly(2L, 5L, 1L, 1L);
            assertThat(counted)
                    .extracting(CountedRule::text)
                    .containsExactly(
                            counted.get(1).text(), counted.get(1).text(), "udp dport 1005 drop", "policy drop");
            assertThat(counted.get(1).text()).startsWith("udp dport vmap {");
        }
    }
}
