package org.ephemeralftp.server.firewall;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.firewall.Rule.Control;
import org.ephemeralftp.server.firewall.Rule.Jump;
import org.ephemeralftp.server.firewall.Rule.Kind;
import org.ephemeralftp.server.firewall.Rule.LocalControl;
import org.ephemeralftp.server.firewall.Rule.Opening;
import org.ephemeralftp.server.firewall.Rule.Peer;
import org.ephemeralftp.server.firewall.Rule.Verdict;

/**
 * A chain of a packet filter, which nftables and iptables have alike.
 *
 * @param name its name
 * @param hook which packets come to it; null if other chains send them
 * @param rules its rules, in order
 */
record Chain(String name, @Nullable Hook hook, List<Rule> rules) {
    static final String HELPER = "helper";
    private static final String FTP = "ftp";
    private static final String TO_SERVER = "to_server";
    private static final String FROM_SERVER = "from_server";

    private static final Rule ESTABLISHED =
            new Rule("Packets of connections that were accepted", Kind.ESTABLISHED, Verdict.ACCEPT);
    private static final Rule ICMP_OF_HOSTS = new Rule(
            "Errors such as 'packet too big', ping, and IPv6's way to find neighbours (RFC 4890, section 4.4)",
            Kind.ICMP,
            Verdict.ACCEPT);
    private static final Rule ICMP_THROUGH_ROUTERS =
            new Rule("Errors such as 'packet too big', and ping (RFC 4890, section 4.3)", Kind.ICMP, Verdict.ACCEPT);
    private static final Rule DROP = new Rule("Nothing else", Kind.ANYTHING, Verdict.DROP);

    /** Where packets come from to a chain. */
    enum Hook {
        PREROUTING,
        INPUT,
        FORWARD,
        OUTPUT;

        String lower() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The chains of a request; one that is jumped to stands before those that jump. */
    static List<Chain> of(FirewallRequest request) {
        List<Chain> chains = new ArrayList<>();
        if (request.helper()) {
            Hook hook = request.side() == Side.CLIENT ? Hook.OUTPUT : Hook.PREROUTING;
            chains.add(new Chain(HELPER, hook, helper(request)));
        }
        if (request.side() == Side.SERVER) {
            chains.add(new Chain(FTP, null, openings(request, true)));
            chains.add(new Chain(Hook.INPUT.lower(), Hook.INPUT, host(request)));
            return chains;
        }
        chains.add(new Chain(TO_SERVER, null, pair(request, true)));
        chains.add(new Chain(FROM_SERVER, null, pair(request, false)));
        List<Rule> to = jumps(request, true, TO_SERVER);
        List<Rule> from = jumps(request, false, FROM_SERVER);
        if (request.side() == Side.CLIENT) {
            chains.add(new Chain(Hook.OUTPUT.lower(), Hook.OUTPUT, to));
            chains.add(new Chain(Hook.INPUT.lower(), Hook.INPUT, from));
        } else {
            List<Rule> both = new ArrayList<>(to);
            both.addAll(from);
            chains.add(new Chain(Hook.FORWARD.lower(), Hook.FORWARD, both));
        }
        return chains;
    }

    private static List<Rule> host(FirewallRequest request) {
        List<Rule> rules = new ArrayList<>();
        rules.add(new Rule("The host talks to itself", Kind.LOOPBACK, Verdict.ACCEPT));
        rules.add(ESTABLISHED);
        rules.add(ICMP_OF_HOSTS);
        rules.add(new Rule(
                "Take the # away, or no new SSH session reaches this host, and one that is open may end",
                Kind.SSH,
                Verdict.SUGGEST));
        rules.add(new Rule(
                "Take the # away where this host has its IPv6 address of DHCPv6 (RFC 8415, section 7.2)",
                Kind.DHCPV6,
                Verdict.SUGGEST));
        String why = "FTP, at the server's address";
        if (request.addresses().isEmpty()) {
            rules.add(new Rule("FTP", Kind.ANYTHING, new Jump(FTP)));
        }
        for (Family family : Family.values()) {
            List<String> addresses = family.of(request.addresses());
            if (!addresses.isEmpty()) {
                rules.add(new Rule(why, new Peer(true, family, addresses), new Jump(FTP)));
            }
        }
        rules.add(DROP);
        return rules;
    }

    /** All that passes in one direction between a server and its clients. */
    private static List<Rule> pair(FirewallRequest request, boolean toServer) {
        List<Rule> rules = new ArrayList<>();
        rules.add(ESTABLISHED);
        if (request.side() == Side.CLIENT) {
            rules.add(ICMP_OF_HOSTS);
        } else if (toServer) {
            rules.add(ICMP_THROUGH_ROUTERS);
        }
        rules.addAll(openings(request, toServer));
        rules.add(DROP);
        return rules;
    }

    private static List<Rule> openings(FirewallRequest request, boolean toServer) {
        return request.flows(toServer).stream()
                .map(flow -> new Rule(capital(flow.why()), new Opening(flow), Verdict.ACCEPT))
                .toList();
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static List<Rule> jumps(FirewallRequest request, boolean toServer, String chain) {
        return request.families().stream()
                .map(family -> new Rule(
                        (toServer ? "What goes to the server" : "What comes from the server") + " over " + family.text,
                        new Peer(toServer, family, family.of(request.addresses())),
                        new Jump(chain)))
                .toList();
    }

    private static List<Rule> helper(FirewallRequest request) {
        String why = "The helper reads this server's control connections, and no others";
        int port = request.config().port();
        if (request.addresses().isEmpty()) {
            return List.of(new Rule(why, new LocalControl(port), Verdict.ASSIGN_HELPER));
        }
        return request.families().stream()
                .map(family ->
                        new Rule(why, new Control(port, family, family.of(request.addresses())), Verdict.ASSIGN_HELPER))
                .toList();
    }
}
