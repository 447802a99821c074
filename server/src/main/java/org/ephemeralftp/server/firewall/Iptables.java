package org.ephemeralftp.server.firewall;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import org.ephemeralftp.server.firewall.Rule.Control;
import org.ephemeralftp.server.firewall.Rule.Jump;
import org.ephemeralftp.server.firewall.Rule.Kind;
import org.ephemeralftp.server.firewall.Rule.LocalControl;
import org.ephemeralftp.server.firewall.Rule.Opening;
import org.ephemeralftp.server.firewall.Rule.Peer;
import org.ephemeralftp.server.firewall.Rule.Verdict;
import org.ephemeralftp.server.ports.PortRange;
import org.ephemeralftp.server.ports.PortSet;

/** A shell script that feeds {@code iptables-restore} and {@code ip6tables-restore}: chains of its own, which it replaces. */
record Iptables() implements FirewallFormat {
    private static final String PREFIX = "EPHEMERAL_FTP_";

    @Override
    public String name() {
        return "iptables";
    }

    @Override
    public Set<Side> sides() {
        return EnumSet.allOf(Side.class);
    }

    @Override
    public List<String> lines(FirewallRequest request) {
        List<Chain> chains = Chain.of(request);
        List<String> lines = new ArrayList<>();
        lines.add("# " + FilterComments.caution(request));
        request.description().forEach(line -> lines.add("# " + line));
        FilterComments.conditions(request).forEach(line -> lines.add("# " + line));
        lines.add(
                "# Load:   sh FILE, or paste it into root's shell    (again, too: it replaces its chains; before another --side or --helper, remove them)");
        lines.add("# Remove: " + removal(request, chains));
        lines.add(
                "# Its chains come before the rules that are there. Where those are to decide about the rest, take out what"
                        + " ends with -j DROP.");
        FilterComments.unfiltered(request).forEach(line -> lines.add("# " + line));
        lines.add("(");
        lines.add("set -e");
        for (Family family : request.side() == Side.SERVER ? List.of(Family.values()) : request.families()) {
            add(family, chains, lines);
        }
        lines.add(")");
        return lines;
    }

    private static void add(Family family, List<Chain> chains, List<String> lines) {
        String program = program(family);
        lines.add("");
        lines.add("# " + family.text + ": to " + program + "-restore");
        lines.add(program + "-restore --wait --noflush <<'RULES'");
        List<Chain> helper = chains.stream().filter(Iptables::isRaw).toList();
        if (!helper.isEmpty()) {
            addTable("raw", family, helper, lines);
        }
        addTable(
                "filter", family, chains.stream().filter(chain -> !isRaw(chain)).toList(), lines);
        lines.add("RULES");
        for (Chain chain : chains) {
            Chain.Hook hook = chain.hook();
            if (hook != null) {
                String jump = hook + " -j " + name(chain);
                String table = program + " --wait -t " + (isRaw(chain) ? "raw" : "filter");
                lines.add("# Packets come to it from " + hook + ", once");
                lines.add(table + " -C " + jump + " 2> /dev/null || " + table + " -I " + jump);
            }
        }
    }

    private static void addTable(String table, Family family, List<Chain> chains, List<String> lines) {
        lines.add("*" + table);
        // Declared first, which empties those that are there.
        chains.forEach(chain -> lines.add(":" + name(chain) + " - [0:0]"));
        for (Chain chain : chains) {
            for (Rule rule : chain.rules()) {
                List<String> matches = matches(rule.match(), family);
                if (!matches.isEmpty()) {
                    lines.add("# " + rule.why());
                    String comment = rule.action() == Verdict.SUGGEST ? "# " : "";
                    matches.forEach(match -> lines.add(comment + "-A " + name(chain) + match + action(rule.action())));
                }
            }
        }
        lines.add("COMMIT");
    }

    private static boolean isRaw(Chain chain) {
        return chain.name().equals(Chain.HELPER);
    }

    private static String name(Chain chain) {
        return name(chain.name());
    }

    private static String name(String chain) {
        return PREFIX + chain.toUpperCase(Locale.ROOT);
    }

    private static String program(Family family) {
        return family == Family.IPV4 ? "iptables" : "ip6tables";
    }

    /** How a rule of this family says it; several times where one rule cannot; none if it is of the other family. */
    private static List<String> matches(Rule.Match match, Family family) {
        if (match instanceof Kind kind) {
            if (kind == Kind.DHCPV6 && family == Family.IPV4) {
                return List.of();
            }
            return List.of(
                    switch (kind) {
                        case ANYTHING -> "";
                        case LOOPBACK -> " -i lo";
                        case ESTABLISHED -> " -m conntrack --ctstate ESTABLISHED";
                        case ICMP -> family == Family.IPV4 ? " -p icmp" : " -p ipv6-icmp";
                        case SSH -> " -p tcp --dport 22";
                        case DHCPV6 -> " -p udp --dport 546";
                    });
        }
        if (match instanceof Peer peer) {
            String option = peer.toServer() ? " -d " : " -s ";
            return peer.family() == family
                    ? peer.addresses().stream().map(address -> option + address).toList()
                    : List.of();
        }
        if (match instanceof Control control) {
            return control.family() == family
                    ? control.addresses().stream()
                            .map(address -> " -d " + address + " -p tcp --dport " + control.port())
                            .toList()
                    : List.of();
        }
        if (match instanceof LocalControl control) {
            return List.of(" -m addrtype --dst-type LOCAL -p tcp --dport " + control.port());
        }
        return openings(((Opening) match).flow());
    }

    private static List<String> openings(Flow flow) {
        String state = flow.related()
                ? " -m conntrack --ctstate RELATED -m helper --helper ftp"
                : " -m conntrack --ctstate NEW";
        Stream<String> sources = flow.from().isEmpty() ? Stream.of("") : each(" --sport ", flow.from());
        return sources.flatMap(source -> each(" --dport ", flow.to()).map(to -> " -p tcp" + source + to + state))
                .toList();
    }

    private static Stream<String> each(String option, PortSet ports) {
        return ports.ranges().stream().map(range -> option + text(range));
    }

    private static String text(PortRange range) {
        return range.size() == 1 ? range.toString() : range.first() + ":" + range.last();
    }

    private static String action(Rule.Action action) {
        if (action instanceof Jump jump) {
            return " -j " + name(jump.chain());
        }
        return switch ((Verdict) action) {
            case ACCEPT, SUGGEST -> " -j ACCEPT";
            case DROP -> " -j DROP";
            case ASSIGN_HELPER -> " -j CT --helper ftp";
        };
    }

    private static String removal(FirewallRequest request, List<Chain> chains) {
        List<String> steps = new ArrayList<>();
        for (Chain chain : chains) {
            Chain.Hook hook = chain.hook();
            if (hook != null) {
                steps.add("$t -t " + table(chain) + " -D " + hook + " -j " + name(chain));
            }
        }
        // Emptied first of all: none can be deleted while another jumps to it.
        chains.forEach(chain -> steps.add("$t -t " + table(chain) + " -F " + name(chain)));
        chains.forEach(chain -> steps.add("$t -t " + table(chain) + " -X " + name(chain)));
        List<Family> families = request.side() == Side.SERVER ? List.of(Family.values()) : request.families();
        return "for t in "
                + String.join(" ", families.stream().map(Iptables::program).toList()) + "; do "
                + String.join("; ", steps) + "; done";
    }

    private static String table(Chain chain) {
        return isRaw(chain) ? "raw" : "filter";
    }
}
