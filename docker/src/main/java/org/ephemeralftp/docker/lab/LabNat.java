package org.ephemeralftp.docker.lab;

/** The rules by which the lab's router translates addresses, of IPv4 only, in a table of their own. */
final class LabNat {
    private static final String NAME = "ephemeral-ftp-lab";

    /** With its family. */
    static final String TABLE = "inet " + NAME;

    private LabNat() {}

    /** In the notation of nftables; empty if there are none. */
    static String rules(Nat nat, AddressPlan plan, LabServer.Ports ports) {
        return switch (nat) {
            case NONE -> "";
            case MASQUERADE -> table(masquerade("server", plan.clientsNetwork()));
            // What the server connects to sees the address that it knows the server by.
            case DNAT -> table(dnat(plan, ports) + masquerade("client", plan.serversNetwork()));
        };
    }

    private static String table(String chains) {
        return "table " + TABLE + " {\n" + chains + "}\n";
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
