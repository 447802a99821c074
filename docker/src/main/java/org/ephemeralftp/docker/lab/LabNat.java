package org.ephemeralftp.docker.lab;

/**
 * The rules by which the lab's router translates addresses, of IPv4 only, and those by which nobody outside knows the
 * private ones, in a table of their own.
 */
final class LabNat {
    private static final String NAME = "ephemeral-ftp-lab";

    /** With its family. */
    static final String TABLE = "inet " + NAME;

    private LabNat() {}

    /**
     * In the notation of nftables; empty if there are none.
     *
     * @param nat what these rules translate; the plan may have a private network all the same, for rules of the user's
     */
    static String rules(Nat nat, AddressPlan plan, LabServer.Ports ports) {
        String translation = switch (nat) {
            case NONE -> "";
            case MASQUERADE -> masquerade("server", plan.clientsNetwork());
            // What the server connects to sees the address that it knows the server by.
            case DNAT -> dnat(plan, ports) + masquerade("client", plan.serversNetwork());
        };
        String chains = translation + unknownOutside(plan);
        return chains.isEmpty() ? "" : "table " + TABLE + " {\n" + chains + "}\n";
    }

    private static String unknownOutside(AddressPlan plan) {
        return switch (plan) {
            case ROUTED -> "";
            case MASQUERADE -> unknownOutside("server", plan.clientsNetwork());
            case DNAT -> unknownOutside("client", plan.serversNetwork());
        };
    }

    /** On the Internet nothing goes to a private address or comes from one (RFC 1918, section 3); here it would. */
    private static String unknownOutside(String link, String network) {
        return """
                    chain from-outside {
                        type filter hook prerouting priority raw;
                        iifname "%1$s" ip daddr %2$s counter drop comment "nobody outside knows a private address"
                    }
                    chain to-outside {
                        type filter hook postrouting priority 300;
                        oifname "%1$s" ip saddr %2$s counter drop comment "nobody outside answers a private address"
                    }
                """.formatted(link, network);
    }

    private static String masquerade(String link, String from) {
        return """
                    chain postrouting {
                        type nat hook postrouting priority srcnat;
                        oifname "%s" ip saddr %s counter masquerade
                    }
                """.formatted(link, from);
    }

    private static String dnat(AddressPlan plan, LabServer.Ports ports) {
        return """
                    chain prerouting {
                        type nat hook prerouting priority dstnat;
                        iifname "client" ip daddr %s tcp dport { %s } counter dnat ip to %s
                    }
                """.formatted(plan.router(), ports.all(), plan.server());
    }
}
