package org.ephemeralftp.docker.scenario;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.ephemeralftp.docker.lab.LabHost;

/**
 * What shows that a rule is not dead: checks from a host, which no longer pass without the rule, or pass only then.
 *
 * @param host whose rules
 * @param chain in which chain, as a regular expression
 * @param text how the rule is known
 * @param from the host the checks start at
 * @param opens whether they pass without the rule, and not with it; otherwise the other way round
 * @param checks their names
 */
record RuleProof(LabHost host, String chain, String text, LabHost from, boolean opens, List<String> checks) {
    private static final String ANY = ".*";
    private static final List<String> CONTROL = List.of("pasv.plain.ipv4", "epsv.plain.ipv6");
    private static final List<String> ACTIVE = List.of("port.plain.ipv4", "eprt.plain.ipv6");
    /** Not the same port each time: one that was leased and not reached rests for some seconds. */
    private static final List<String> ANY_PASSIVE = List.of("epsv.plain.ipv4", "epsv.plain.ipv6");

    private static final List<String> LAST_PASSIVE = List.of("epsv-24105.plain.ipv4", "epsv-24105.plain.ipv6");
    private static final List<String> PASSIVE = List.of("epsv-24101.plain.ipv4", "epsv-24101.plain.ipv6");
    private static final List<String> PING = List.of("ping.ipv4", "ping.ipv6");
    private static final List<String> FOREIGN = List.of("tcp-8080.ipv4", "tcp-8080.ipv6");

    /** All there are; the first that fits a rule is its own. */
    private static List<RuleProof> all() {
        return Stream.of(
                        inputOfTheServer(),
                        openings(),
                        jumps(LabHost.ROUTER, "(?i)forward"),
                        jumps(LabHost.CLIENT, "(?i)(input|output)"),
                        pairs(LabHost.ROUTER),
                        pairs(LabHost.CLIENT))
                .flatMap(List::stream)
                .toList();
    }

    private static List<RuleProof> inputOfTheServer() {
        String input = "(?i)input";
        return List.of(
                breaks(LabHost.SERVER, input, "\\blo\\b", LabHost.SERVER, FOREIGN),
                breaks(LabHost.SERVER, input, "(?i)ctstate established|ct state established", LabHost.CLIENT, CONTROL),
                breaks(LabHost.SERVER, input, "icmp", LabHost.CLIENT, PING),
                breaks(LabHost.SERVER, input, "jump ftp|-j EPHEMERAL_FTP_FTP", LabHost.CLIENT, CONTROL),
                opens(LabHost.SERVER, input, "drop|DROP|-j EPHEMERAL_FTP_INPUT", LabHost.CLIENT, FOREIGN));
    }

    /** The rules for FTP itself, which are the same everywhere. */
    private static List<RuleProof> openings() {
        return Stream.of(LabHost.values())
                .flatMap(host -> Stream.of(
                        breaks(host, ANY, "ip daddr .* ct helper set", LabHost.CLIENT, ANY_PASSIVE.subList(0, 1)),
                        breaks(host, ANY, "ip6 daddr .* ct helper set", LabHost.CLIENT, ANY_PASSIVE.subList(1, 2)),
                        breaks(host, ANY, "ct helper set|-j CT|_HELPER", LabHost.CLIENT, ANY_PASSIVE),
                        breaks(host, ANY, "dport 1024", LabHost.CLIENT, ACTIVE),
                        breaks(host, ANY, "dport 21 ", LabHost.CLIENT, CONTROL),
                        breaks(
                                host,
                                ANY,
                                "dport 990 ",
                                LabHost.CLIENT,
                                List.of("implicit.tls.ipv4", "implicit.tls.ipv6")),
                        breaks(host, ANY, "dport 24105 ", LabHost.CLIENT, LAST_PASSIVE),
                        breaks(host, ANY, "dport (\\{ )?24100", LabHost.CLIENT, PASSIVE)))
                .toList();
    }

    private static List<RuleProof> jumps(LabHost host, String chain) {
        List<String> back = List.of("tcp-80.ipv4", "tcp-80.ipv6");
        return List.of(
                opens(host, chain, "ip daddr", LabHost.CLIENT, FOREIGN.subList(0, 1)),
                opens(host, chain, "ip6 daddr", LabHost.CLIENT, FOREIGN.subList(1, 2)),
                opens(host, chain, "ip saddr", LabHost.SERVER, back.subList(0, 1)),
                opens(host, chain, "ip6 saddr", LabHost.SERVER, back.subList(1, 2)),
                opens(host, chain, "-j EPHEMERAL_FTP_FROM_SERVER", LabHost.SERVER, back),
                opens(host, "INPUT", "-j EPHEMERAL_FTP_INPUT", LabHost.SERVER, back),
                opens(host, chain, "-j EPHEMERAL_FTP_(TO_SERVER|FORWARD|OUTPUT)", LabHost.CLIENT, FOREIGN));
    }

    private static List<RuleProof> pairs(LabHost host) {
        String to = "(?i)to_server";
        String from = "(?i)from_server";
        String established = "(?i)established";
        return List.of(
                breaks(host, to, established, LabHost.CLIENT, CONTROL),
                breaks(host, from, established, LabHost.CLIENT, CONTROL),
                breaks(host, to, "icmp", LabHost.CLIENT, PING),
                breaks(host, from, "icmp", LabHost.SERVER, PING),
                opens(host, to, "drop|DROP", LabHost.CLIENT, FOREIGN),
                opens(host, from, "drop|DROP", LabHost.SERVER, List.of("tcp-80.ipv4", "tcp-80.ipv6")));
    }

    private static RuleProof breaks(LabHost host, String chain, String text, LabHost from, List<String> checks) {
        return new RuleProof(host, chain, text, from, false, checks);
    }

    private static RuleProof opens(LabHost host, String chain, String text, LabHost from, List<String> checks) {
        return new RuleProof(host, chain, text, from, true, checks);
    }

    /** That of a rule. */
    static RuleProof of(LabHost host, PrintedRules.Rule rule) {
        return all().stream()
                .filter(proof -> proof.host == host && rule.chain().matches(proof.chain))
                .filter(proof ->
                        Pattern.compile(proof.text).matcher(rule.text() + " ").find())
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("nothing is known that would show what this rule is for: " + rule));
    }
}
