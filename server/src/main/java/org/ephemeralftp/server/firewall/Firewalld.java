package org.ephemeralftp.server.firewall;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Commands of {@code firewall-cmd}: a service, which the default zone has, or a policy for what a client sends. */
record Firewalld() implements FirewallFormat {
    private static final String NAME = "ephemeral-ftp";
    private static final String COMMAND = "firewall-cmd --permanent ";
    private static final String QUIETLY = " > /dev/null 2>&1";

    @Override
    public String name() {
        return "firewalld";
    }

    @Override
    public Set<Side> sides() {
        return EnumSet.of(Side.SERVER, Side.CLIENT);
    }

    @Override
    public List<String> lines(FirewallRequest request) {
        boolean client = request.side() == Side.CLIENT;
        if (client && !request.helper()) {
            throw new IllegalArgumentException(
                    "--side client without --helper is nothing that firewalld has to be told: it"
                            + " lets passive connections out; for active ones add --helper (with --tls off), or take --format"
                            + " nftables or iptables");
        }
        List<String> lines = new ArrayList<>();
        request.description().forEach(line -> lines.add("# " + line));
        lines.add("# Load:   sh FILE, or paste it into root's shell    (again, too: what it made before is replaced)");
        lines.add("# Remove: " + (client ? remove("policy") : COMMAND + "--remove-service=" + NAME) + "; "
                + remove("service") + "; firewall-cmd --reload");
        lines.add(
                "# firewalld accepts loopback, ICMP, established and announced connections by itself, and lets out what the"
                        + " host sends.");
        lines.add(remove("service") + QUIETLY);
        lines.add(COMMAND + "--new-service=" + NAME);
        service(request, lines);
        if (client) {
            lines.add("# Of what this host sends to anywhere, the helper reads the control connections");
            lines.add(remove("policy") + QUIETLY);
            lines.add(COMMAND + "--new-policy=" + NAME);
            lines.add(COMMAND + "--policy=" + NAME + " --add-ingress-zone=HOST");
            lines.add(COMMAND + "--policy=" + NAME + " --add-egress-zone=ANY");
            lines.add(COMMAND + "--policy=" + NAME + " --add-service=" + NAME);
        } else {
            lines.add("# In the default zone; --zone=ZONE names another");
            lines.add(COMMAND + "--add-service=" + NAME);
        }
        lines.add("firewall-cmd --reload");
        return lines;
    }

    private static void service(FirewallRequest request, List<String> lines) {
        String service = COMMAND + "--service=" + NAME + " ";
        for (Flow flow : request.flows(true)) {
            if (!flow.related()) {
                lines.add("# " + flow.name() + ": " + flow.why());
                flow.to().ranges().forEach(range -> lines.add(service + "--add-port=" + range + "/tcp"));
            }
        }
        if (request.helper()) {
            lines.add("# The helper announces the data connections");
            lines.add(service + "--add-helper=ftp");
        }
        for (Family family : Family.values()) {
            List<String> addresses = family.of(request.addresses());
            if (addresses.size() > 1) {
                throw new IllegalArgumentException("--server names " + addresses.size() + " " + family.text
                        + " addresses, and a service of firewalld has one of each family: name one, or take --format"
                        + " nftables or iptables");
            }
            addresses.forEach(address -> {
                lines.add("# At the server's address");
                lines.add(service + "--set-destination=" + family.keyword + ":" + address);
            });
        }
    }

    private static String remove(String kind) {
        return COMMAND + "--delete-" + kind + "=" + NAME;
    }
}
