package org.ephemeralftp.server.firewall;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A way to write firewall rules; each is one file, and a line of {@link #all}. */
public sealed interface FirewallFormat permits Nftables, Iptables, Firewalld, Ufw, Compose {
    /** Every format there is. */
    static List<FirewallFormat> all() {
        return List.of(new Nftables(), new Iptables(), new Firewalld(), new Ufw(), new Compose());
    }

    /** As the option has it. */
    String name();

    /** The hosts it has rules for. */
    Set<Side> sides();

    /**
     * The rules, one line each, with comments between them.
     *
     * @throws IllegalArgumentException if this format cannot say what is asked for; the message names the option
     */
    List<String> lines(FirewallRequest request);

    /**
     * Refuses a host that it has no rules for.
     *
     * @throws IllegalArgumentException if there are none
     */
    default void require(Side side) {
        if (!sides().contains(side)) {
            throw new IllegalArgumentException("--side " + side + " is none that --format " + name() + " has: it has "
                    + sides().stream().sorted().map(Side::toString).collect(Collectors.joining(" and "))
                    + "; nftables and iptables have all");
        }
    }
}
