package org.ephemeralftp.server.firewall;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.ephemeralftp.server.firewall.Rule.Control;
import org.ephemeralftp.server.firewall.Rule.Jump;
import org.ephemeralftp.server.firewall.Rule.Kind;
import org.ephemeralftp.server.firewall.Rule.LocalControl;
import org.ephemeralftp.server.firewall.Rule.Opening;
import org.ephemeralftp.server.firewall.Rule.Peer;
import org.ephemeralftp.server.firewall.Rule.Verdict;
import org.ephemeralftp.server.ports.PortSet;

/** A file for {@code nft -f}: one table of its own, which is replaced as a whole. */
record Nftables() implements FirewallFormat {
    private static final String TABLE = "table inet ephemeral_ftp";

    @Override
    public String name() {
        return "nftables";
    }

    @Override
    public Set<Side> sides() {
        return EnumSet.allOf(Side.class);
    }

    @Override
    public List<String> lines(FirewallRequest request) {
        List<String> lines = new ArrayList<>();
        lines.add("# " + FilterComments.caution(request));
        request.description().forEach(line -> lines.add("# " + line));
        FilterComments.conditions(request).forEach(line -> lines.add("# " + line));
        lines.add("# Load:   nft -f FILE    (again, too: what it loaded before is replaced)");
        lines.add("# Remove: nft delete " + TABLE);
        lines.add(
                "# Only what every table accepts passes: a table of yours that drops needs the rules marked with * too.");
        FilterComments.unfiltered(request).forEach(line -> lines.add("# " + line));
        lines.add("");
        lines.add("# Both lines together remove the table, whether it is there or not.");
        lines.add(TABLE);
        lines.add("delete " + TABLE);
        lines.add("");
        lines.add(TABLE + " {");
        if (request.helper()) {
            lines.add("    ct helper ftp {");
            lines.add("        type \"ftp\" protocol tcp;");
            lines.add("    }");
        }
        Chain.of(request).forEach(chain -> add(chain, lines));
        lines.add("}");
        return lines;
    }

    private static void add(Chain chain, List<String> lines) {
        lines.add("    chain " + chain.name() + " {");
        Chain.Hook hook = chain.hook();
        if (hook != null) {
            // The helper's comes after conntrack's own (-200) and before what decides.
            String priority = chain.name().equals(Chain.HELPER) ? "mangle" : "filter";
            lines.add("        type filter hook " + hook.lower() + " priority " + priority + "; policy accept;");
        }
        for (Rule rule : chain.rules()) {
            lines.add("        # " + rule.why() + (rule.match() instanceof Opening ? " *" : ""));
            lines.add("        " + (rule.action() == Verdict.SUGGEST ? "# " : "") + text(rule));
        }
        lines.add("    }");
    }

    private static String text(Rule rule) {
        String match = match(rule.match());
        return match + (match.isEmpty() ? "" : " ") + action(rule.action());
    }

    private static String match(Rule.Match match) {
        if (match instanceof Kind kind) {
            return switch (kind) {
                case ANYTHING -> "";
                case LOOPBACK -> "iifname \"lo\"";
                case ESTABLISHED -> "ct state established";
                case ICMP -> "meta l4proto { icmp, ipv6-icmp }";
                case SSH -> "tcp dport 22";
                case DHCPV6 -> "meta nfproto ipv6 udp dport 546";
            };
        }
        if (match instanceof Peer peer) {
            return address(peer.family(), peer.toServer(), peer.addresses());
        }
        if (match instanceof Control control) {
            return address(control.family(), true, control.addresses()) + " tcp dport " + control.port();
        }
        if (match instanceof LocalControl control) {
            return "fib daddr type local tcp dport " + control.port();
        }
        Flow flow = ((Opening) match).flow();
        return (flow.from().isEmpty() ? "" : "tcp sport " + ports(flow.from()) + " ")
                + "tcp dport " + ports(flow.to())
                // The kernel's name of the helper, and not that of the object above.
                + (flow.related() ? " ct state related ct helper \"ftp\"" : " ct state new");
    }

    private static String address(Family family, boolean to, List<String> addresses) {
        return (family == Family.IPV4 ? "ip " : "ip6 ") + (to ? "daddr " : "saddr ") + one(addresses);
    }

    private static String ports(PortSet ports) {
        return one(ports.ranges().stream().map(Object::toString).toList());
    }

    private static String one(List<String> values) {
        return values.size() == 1 ? values.get(0) : values.stream().collect(Collectors.joining(", ", "{ ", " }"));
    }

    private static String action(Rule.Action action) {
        if (action instanceof Jump jump) {
            return "jump " + jump.chain();
        }
        return switch ((Verdict) action) {
            case ACCEPT, SUGGEST -> "accept";
            case DROP -> "counter drop";
            case ASSIGN_HELPER -> "ct helper set \"ftp\"";
        };
    }
}
