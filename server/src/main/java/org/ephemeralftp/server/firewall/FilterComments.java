package org.ephemeralftp.server.firewall;

import java.util.ArrayList;
import java.util.List;

/** What has to be said of a packet filter before it is loaded. */
final class FilterComments {
    private FilterComments() {}

    /** What it does to others. */
    static String caution(FirewallRequest request) {
        return switch (request.side()) {
            case SERVER ->
                "CAUTION: drops whatever comes to this host and is not accepted here: new SSH sessions, open ones too if the"
                        + " kernel did not track connections before, and replies of DHCPv6. See the lines for them first.";
            case ROUTER ->
                "CAUTION: drops whatever is forwarded to or from the server and is not accepted here, also its own"
                        + " connections, such as to DNS. Other traffic is left alone.";
            case CLIENT ->
                "CAUTION: drops whatever this host and the server send each other and is not accepted here, such as"
                        + " SSH. Other traffic is left alone.";
        };
    }

    /** What has to be true of where the rules are for them to fit. */
    static List<String> conditions(FirewallRequest request) {
        List<String> lines = new ArrayList<>();
        if (request.side() == Side.ROUTER && request.helper()) {
            lines.add(
                    "If this router changes the destination of connections to the server (DNAT), --server must name both"
                            + " addresses, the public one");
            lines.add(
                    "and the server's own: the helper is set before that change, or it could not change the lengths of"
                            + " packets, and what else is here comes after it.");
        }
        if (request.side() != Side.SERVER && request.usesKernelPorts()) {
            lines.add(
                    "The kernel's ephemeral ports are those of the host that printed this: print it on the server's host,"
                            + " or set --active-ports.");
        }
        return lines;
    }

    /** What it leaves to others. */
    static List<String> unfiltered(FirewallRequest request) {
        if (request.side() == Side.SERVER) {
            return List.of(
                    "Nothing is said of what this host sends. Where that is filtered, let out packets of established",
                    "connections, and new ones for PORT and EPRT: TCP from " + request.activeSourceText()
                            + " to ports 1024-65535.");
        }
        if (request.side() == Side.CLIENT && !request.helper()) {
            return List.of(
                    "PORT and EPRT need the rule that opens this host's ports 1024-65535 to the server, because no"
                            + " helper tells which: without active mode, take it out.");
        }
        return List.of();
    }
}
