package org.ephemeralftp.docker.lab;

import java.nio.file.Path;

/**
 * A client, a router and a server on this machine, each with a network and firewall rules of its own, that are gone when
 * this is closed or this virtual machine ends, for whatever reason. Needs Linux, root and nftables.
 *
 * <pre>{@code
 * try (FirewallLab lab = FirewallLab.builder()
 *         .ruleset(LabHost.SERVER, Path.of("server.nft"))
 *         .server("--passive-ports", "50000-50009")
 *         .start()) {
 *     ProbeAssertions.assertThat(lab.probe(ProbeRequest.ALL).probe()).passed();
 * }
 * }</pre>
 */
public final class FirewallLab implements AutoCloseable {
    private FirewallLab() {}

    /** Begins to describe a lab: no rules, no translation, and a server with its control port on 21. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Probes first without the rules and then with them. Can be called again and again, also with other requests.
     *
     * @throws LabException if the rules cannot be loaded, or the lab broke
     */
    @SuppressWarnings("DoNotCallSuggester") // Until it is there.
    public LabReport probe(ProbeRequest request) {
        throw new LabException("not there yet: " + request);
    }

    /** As {@link #probe}, and tries every passive port after that. */
    @SuppressWarnings("DoNotCallSuggester") // Until it is there.
    public LabReport probeAndSweep(ProbeRequest request) {
        throw new LabException("not there yet: " + request);
    }

    @Override
    public void close() {}

    /** Describes a lab. */
    public static final class Builder {
        private Builder() {}

        /** What the router does with addresses, by rules of the lab's; {@link Nat#NONE} otherwise. */
        public Builder nat(Nat nat) {
            return this;
        }

        /** The addresses are laid out for {@link #nat}, but the rules that translate them are in the rulesets. */
        public Builder ownNat() {
            return this;
        }

        /** Loads a file of nftables on a host; can be called again. */
        public Builder ruleset(LabHost host, Path file) {
            return this;
        }

        /** Loads a file of iptables-save on a host, for IPv4; can be called again. */
        public Builder iptables(LabHost host, Path file) {
            return this;
        }

        /** Loads a file of ip6tables-save on a host, for IPv6; can be called again. */
        public Builder ip6tables(LabHost host, Path file) {
            return this;
        }

        /** Options of the server's command line beside those of the lab: its home and its account. */
        public Builder server(String... options) {
            return this;
        }

        /** Writes what passes the client and the server into {@code client.pcap} and {@code server.pcap} there. */
        public Builder capture(Path directory) {
            return this;
        }

        /**
         * Makes the hosts, and starts the server.
         *
         * @throws LabException if the machine lacks something, which the message names, or the server does not start
         */
        public FirewallLab start() {
            return new FirewallLab();
        }
    }
}
