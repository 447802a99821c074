package org.ephemeralftp.server.firewall;

import java.util.List;

/** What has to be said of a packet filter before it is loaded. */
final class FilterComments {
    private FilterComments() {}

    /** What it does to others. */
    static String caution(FirewallRequest request) {
        return switch (request.side()) {
            case SERVER ->
                "CAUTION: drops whatever comes to this host and is not accepted here, new SSH sessions too: see the"
                        + " line for them first.";
            case ROUTER ->
                "CAUTION: drops whatever is forwarded to or from the server and is not accepted here, also its own"
                        + " connections, such as to DNS. Other traffic is left alone.";
            case CLIENT ->
                "CAUTION: drops whatever this host and the server send each other and is not accepted here, such as"
                        + " SSH. Other traffic is left alone.";
        };
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
