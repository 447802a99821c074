package org.ephemeralftp.docker.lab;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ephemeralftp.docker.lab.CellEvidence.RuleVerdict;
import org.ephemeralftp.docker.lab.CountedRule.Meaning;

/** The rules of a host, as {@code iptables-save --counters} tells them. */
final class IptablesSave {
    /** The comment of a rule that counts what comes to the end of a chain: the backends count it each in their way. */
    private static final String END = "ephemeral-ftp-lab:end";

    private static final Set<String> HOOKS = Set.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING");
    private static final Pattern CHAIN = Pattern.compile(":(\\S+) (\\S+) \\[\\d+:\\d+]");
    private static final Pattern RULE = Pattern.compile("\\[(\\d+):\\d+] (-A (\\S+)(?: .*)?)");
    private static final Pattern QUOTED = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"");
    private static final Pattern TARGET = Pattern.compile("(?<= )-[jg] (\\S+)");

    private final LabHost host;
    private final String family;
    private final List<CountedRule> rules = new ArrayList<>();
    private final Map<String, Map<String, String>> policies = new LinkedHashMap<>();
    private String table = "";

    private IptablesSave(LabHost host, boolean ipv6) {
        this.host = host;
        this.family = ipv6 ? "ip6" : "ip";
    }

    static IptablesSave parse(LabHost host, boolean ipv6, String text) {
        IptablesSave save = new IptablesSave(host, ipv6);
        text.lines().forEach(save::read);
        return save;
    }

    private void read(String line) {
        Matcher chain = CHAIN.matcher(line);
        Matcher rule = RULE.matcher(line);
        if (line.startsWith("*")) {
            table = line.substring(1);
        } else if (chain.matches()) {
            policies.computeIfAbsent(table, name -> new LinkedHashMap<>()).put(chain.group(1), chain.group(2));
        } else if (rule.matches()) {
            add(rule.group(3), rule.group(2), Long.parseLong(rule.group(1)));
        }
    }

    private void add(String chain, String text, long packets) {
        Meaning ofEnd = ofPolicy(policies.getOrDefault(table, Map.of()).getOrDefault(chain, "-"));
        boolean end = text.contains(END);
        Meaning meaning = end ? ofEnd : meaning(text, ofEnd);
        rules.add(new CountedRule(
                host,
                family + " " + table + " " + rules.size(),
                family + " " + table + " " + chain,
                end ? ofEnd.equals(Meaning.DROP) ? "policy drop" : "policy accept" : text,
                meaning.verdict(),
                meaning.effect(),
                false,
                packets,
                Optional.empty()));
    }

    private static Meaning ofPolicy(String policy) {
        return switch (policy) {
            case "DROP" -> Meaning.DROP;
            case "-" -> Meaning.OTHER;
            default -> Meaning.ACCEPT;
        };
    }

    private static Meaning meaning(String text, Meaning ofReturn) {
        Matcher target = TARGET.matcher(QUOTED.matcher(text).replaceAll("\"\""));
        return switch (target.find() ? target.group(1) : "") {
            case "ACCEPT" -> Meaning.ACCEPT;
            case "DROP" -> Meaning.DROP;
            case "REJECT" -> Meaning.REJECT;
            case "RETURN" -> ofReturn;
            case "MASQUERADE", "SNAT", "DNAT", "REDIRECT", "NETMAP", "TPROXY" -> Meaning.TRANSLATE;
            case "NFQUEUE", "TTL", "HL", "TCPMSS", "TCPOPTSTRIP", "SYNPROXY" -> Meaning.ALTER;
            default -> Meaning.OTHER;
        };
    }

    List<CountedRule> rules() {
        return rules;
    }

    /** The chains of the kernel with rules or a policy that drops, by the names of their hooks. */
    Set<String> chainsWithRules() {
        Set<String> chains = new HashSet<>();
        for (CountedRule rule : rules) {
            String name = rule.chain().substring(rule.chain().lastIndexOf(' ') + 1);
            boolean policy = rule.text().startsWith("policy ");
            if (HOOKS.contains(name) && (!policy || rule.verdict() == RuleVerdict.DROP)) {
                chains.add(name.toLowerCase(Locale.ROOT));
            }
        }
        return chains;
    }

    /** The input of {@code iptables-restore --noflush} that has every policy counted. */
    String countingEnds() {
        StringBuilder input = new StringBuilder();
        policies.forEach((name, chains) -> {
            input.append('*').append(name).append('\n');
            chains.forEach((chain, policy) -> {
                if (!policy.equals("-")) {
                    input.append("-A ")
                            .append(chain)
                            .append(" -m comment --comment ")
                            .append(END)
                            .append('\n');
                }
            });
            input.append("COMMIT\n");
        });
        return input.toString();
    }

    /** The input of {@code iptables-restore} that takes all rules away. */
    String clearing() {
        StringBuilder input = new StringBuilder();
        policies.forEach((name, chains) -> {
            input.append('*').append(name).append('\n');
            chains.forEach((chain, policy) -> {
                if (!policy.equals("-")) {
                    input.append(':').append(chain).append(" ACCEPT [0:0]\n");
                }
            });
            input.append("COMMIT\n");
        });
        return input.toString();
    }
}
