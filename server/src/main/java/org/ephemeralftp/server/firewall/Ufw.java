package org.ephemeralftp.server.firewall;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.ephemeralftp.server.ports.PortRange;

/** Commands of {@code ufw}, which allow beside what it allows already. */
record Ufw() implements FirewallFormat {
    @Override
    public String name() {
        return "ufw";
    }

    @Override
    public Set<Side> sides() {
        return EnumSet.of(Side.SERVER);
    }

    @Override
    public List<String> lines(FirewallRequest request) {
        if (request.helper()) {
            throw new IllegalArgumentException(
                    "--helper is nothing that ufw's commands know: leave it out, which opens the"
                            + " passive ports, or take --format nftables or iptables");
        }
        List<String> rules = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        request.description().forEach(line -> lines.add("# " + line));
        lines.add("# Load:   sh FILE, or paste it into root's shell    (again, too: ufw skips what it has)");
        lines.add("# Remove: the same lines with 'ufw delete allow' for 'ufw allow'");
        lines.add(
                "# ufw accepts loopback, ICMP and established connections by itself, and lets out what the host sends.");
        for (Flow flow : request.flows(true)) {
            rules.add("# " + flow.name() + ": " + flow.why());
            for (PortRange range : flow.to().ranges()) {
                String ports = range.size() == 1 ? range.toString() : range.first() + ":" + range.last();
                if (request.addresses().isEmpty()) {
                    rules.add("ufw allow " + ports + "/tcp comment '" + flow.name() + "'");
                }
                for (Family family : Family.values()) {
                    family.of(request.addresses())
                            .forEach(address -> rules.add("ufw allow proto tcp to " + address + " port " + ports
                                    + " comment '" + flow.name() + "'"));
                }
            }
        }
        lines.addAll(rules);
        return lines;
    }
}
