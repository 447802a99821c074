package org.ephemeralftp.docker.lab;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
 *
 * <p>In the lab and in files of nftables, the hosts have the names {@code client}, {@code router} and {@code server}.
 */
public final class FirewallLab implements AutoCloseable {
    private final Topology topology;
    private final LabServer server;
    private final LabRun run;

    private FirewallLab(Topology topology, LabServer server, LabRun run) {
        this.topology = topology;
        this.server = server;
        this.run = run;
    }

    /** Begins to describe a lab: no rules, no translation, and a server with its control port on 21 and optional TLS. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Probes first without the rules and then with them. Can be called again and again, also with other requests, but not
     * by two threads at the same time.
     *
     * @throws LabException if the rules cannot be loaded, or the lab broke
     */
    public LabReport probe(ProbeRequest request) {
        return attempt(() -> run.probe(request, false));
    }

    /** As {@link #probe}, and tries every passive port after that. */
    public LabReport probeAndSweep(ProbeRequest request) {
        return attempt(() -> run.probe(request, true));
    }

    /** Ends the server, and takes the hosts away with all that is on them. */
    @Override
    public void close() {
        attempt(() -> {
            try (topology) {
                server.close();
            }
            return this;
        });
    }

    private static <T> T attempt(Work<T> work) {
        try {
            return work.carryOut();
        } catch (IOException | UncheckedIOException | JsonParseException e) {
            throw new LabException("The lab broke: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }

    private interface Work<T> {
        T carryOut() throws IOException, InterruptedException;
    }

    /** Describes a lab. */
    public static final class Builder {
        private Nat nat = Nat.NONE;
        private boolean ownNat;
        private final List<Ruleset> rulesets = new ArrayList<>();
        private final List<String> server = new ArrayList<>();
        private @Nullable Path capture;

        private Builder() {}

        /** What the router does with addresses, by rules of the lab's; {@link Nat#NONE} otherwise. */
        public Builder nat(Nat nat) {
            this.nat = nat;
            return this;
        }

        /** The addresses are laid out for {@link #nat}, but the rules that translate them are in the rulesets. */
        public Builder ownNat() {
            this.ownNat = true;
            return this;
        }

        /**
         * Loads a file of nftables on a host; can be called again.
         *
         * @throws LabException if there is no such file that can be read
         */
        public Builder ruleset(LabHost host, Path file) {
            rulesets.add(new Ruleset.Nft(host, file));
            return this;
        }

        /**
         * Loads a file of iptables-save on a host, for IPv4; can be called again.
         *
         * @throws LabException if there is no such file that can be read
         */
        public Builder iptables(LabHost host, Path file) {
            rulesets.add(new Ruleset.Iptables(host, file, false));
            return this;
        }

        /**
         * Loads a file of ip6tables-save on a host, for IPv6; can be called again.
         *
         * @throws LabException if there is no such file that can be read
         */
        public Builder ip6tables(LabHost host, Path file) {
            rulesets.add(new Ruleset.Iptables(host, file, true));
            return this;
        }

        /**
         * Options of the server's command line beside those of the lab: its home and its account.
         *
         * @throws LabException if one of them is the lab's
         */
        public Builder server(String... options) {
            LabServer.check(List.of(options));
            server.addAll(List.of(options));
            return this;
        }

        /**
         * Writes what passes the client and the server into {@code client.pcap} and {@code server.pcap} there, and what
         * passes them in the control run into {@code control-client.pcap} and {@code control-server.pcap}. Each probe
         * writes them anew.
         */
        public Builder capture(Path directory) {
            this.capture = directory.toAbsolutePath();
            return this;
        }

        /**
         * Makes the hosts, and starts the server.
         *
         * @throws UnsupportedMachineException if the machine lacks something, which the message names
         * @throws LabException if a ruleset cannot be loaded, or the server does not start
         */
        public FirewallLab start() {
            return attempt(() -> {
                Preflight.check(rulesets, capture != null);
                if (capture != null) {
                    Capture.prepare(capture);
                }
                AddressPlan plan = plan();
                Topology topology = Topology.build(plan);
                try {
                    return start(topology, plan);
                } catch (Throwable e) {
                    try (topology) {
                        throw e;
                    }
                }
            });
        }

        private FirewallLab start(Topology topology, AddressPlan plan) throws IOException, InterruptedException {
            List<HostRules> hosts = Arrays.stream(LabHost.values())
                    .map(host -> new HostRules(topology, host, rulesets))
                    .toList();
            for (HostRules each : hosts) {
                each.check();
            }
            Account account = Account.random();
            Nat own = ownNat ? Nat.NONE : nat;
            Optional<String> advertised = own == Nat.DNAT ? Optional.of(plan.router()) : Optional.empty();
            LabRun.Setting setting = new LabRun.Setting(plan, nat, own, rulesets, Optional.ofNullable(capture));
            LabServer started = LabServer.start(topology, server, account, advertised);
            // What fails from here on takes the server with it: it ends with the hosts.
            return new FirewallLab(topology, started, new LabRun(topology, started, account, setting, hosts));
        }

        private AddressPlan plan() {
            return switch (nat) {
                case NONE -> AddressPlan.ROUTED;
                case MASQUERADE -> AddressPlan.MASQUERADE;
                case DNAT -> AddressPlan.DNAT;
            };
        }
    }
}
