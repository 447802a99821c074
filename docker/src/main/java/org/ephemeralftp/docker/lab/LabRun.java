package org.ephemeralftp.docker.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.probe.CellResult;
import org.ephemeralftp.client.probe.FtpProbe;
import org.ephemeralftp.client.probe.ProbeReport;
import org.ephemeralftp.client.probe.Verdict;
import org.ephemeralftp.client.sweep.PortSweep;
import org.ephemeralftp.client.sweep.SweepReport;
import org.ephemeralftp.docker.lab.CellEvidence.RuleCount;

/** The probes of a lab: each without the rules, then with them, and what came of both. */
final class LabRun {
    /** How long the virtual machine of the client may take to start and end. */
    private static final Duration AROUND = Duration.ofSeconds(60);

    /** What comes before and after the cells of the probe. */
    private static final Duration FOR_THE_REST = Duration.ofSeconds(4);

    /** What a sweep of a few ports takes that are all closed. */
    private static final Duration FOR_THE_SWEEP = Duration.ofSeconds(8);

    /** The part of the time left that the sweep gets at most: cells without a verdict are the greater loss. */
    private static final int PART_FOR_THE_SWEEP = 4;

    private final Topology topology;
    private final LabServer server;
    private final Account account;
    private final Setting setting;
    private final List<HostRules> hosts;
    private int runs;

    /**
     * What was described.
     *
     * @param nat as which the addresses are laid out
     * @param own what the lab's own rules do
     * @param capture where packets are to be written
     */
    record Setting(AddressPlan plan, Nat nat, Nat own, List<Ruleset> rulesets, Optional<Path> capture) {
        Setting {
            rulesets = List.copyOf(rulesets);
        }
    }

    LabRun(Topology topology, LabServer server, Account account, Setting setting, List<HostRules> hosts)
            throws IOException {
        this.topology = topology;
        this.server = server;
        this.account = account;
        this.setting = setting;
        this.hosts = List.copyOf(hosts);
        Files.writeString(topology.directoryFromOutside().resolve(Snapshots.SCRIPT), Snapshots.script(hosts));
    }

    /** Probes, and sweeps if that is wanted. */
    LabReport probe(ProbeRequest request, boolean sweep) throws IOException, InterruptedException {
        long began = System.nanoTime();
        server.check();
        clear();
        String host = setting.own() == Nat.DNAT ? AddressPlan.NAME_OUTSIDE : LabHost.SERVER.toString();
        LabClient.Found control =
                client("control-", order(request, host, atLeast(request.within().dividedBy(2))));
        load();
        Duration left =
                atLeast(request.within().minusNanos(System.nanoTime() - began).minus(FOR_THE_REST));
        Duration sweeping = sweep ? forTheSweep(left) : Duration.ZERO;
        LabClient.Order order = order(
                request, setting.nat() == Nat.DNAT ? AddressPlan.NAME_OUTSIDE : host, atLeast(left.minus(sweeping)));
        String snapshots = "snapshots" + runs;
        LabClient.Found found = client(
                "",
                order.with(
                        sweep ? protection(control.probe()) : Optional.empty(),
                        sweeping,
                        topology.directory().resolve(snapshots).toString()));
        server.check();
        Path written = topology.directoryFromOutside().resolve(snapshots);
        return report(
                control.probe(), found, new Snapshots(written, hosts), Duration.ofNanos(System.nanoTime() - began));
    }

    private void clear() throws IOException, InterruptedException {
        for (HostRules each : hosts) {
            each.clear();
        }
        // Without forwarding there is no way to the server that its clients have.
        if (setting.own() == Nat.DNAT) {
            router().add(own());
        }
    }

    /** Those of the lab come last: rulesets often begin with taking everything away. */
    private void load() throws IOException, InterruptedException {
        for (HostRules each : hosts) {
            each.load();
        }
        if (!own().isEmpty()) {
            router().add(own());
        }
        for (HostRules each : hosts) {
            each.begin();
        }
    }

    private String own() {
        return LabNat.rules(setting.own(), setting.plan(), server.ports());
    }

    private HostRules router() {
        return hosts.stream()
                .filter(each -> each.host() == LabHost.ROUTER)
                .findFirst()
                .orElseThrow();
    }

    private LabClient.Order order(ProbeRequest request, String host, Duration within) {
        return new LabClient.Order(
                request, host, server.ports().control(), account, within, Optional.empty(), Duration.ZERO, null);
    }

    private static Duration forTheSweep(Duration left) {
        Duration part = left.dividedBy(PART_FOR_THE_SWEEP);
        Duration most = part.compareTo(FOR_THE_SWEEP) < 0 ? part : FOR_THE_SWEEP;
        return most.compareTo(PortSweep.MIN_TIME_LIMIT) < 0 ? PortSweep.MIN_TIME_LIMIT : most;
    }

    private static Duration atLeast(Duration wanted) {
        return wanted.compareTo(FtpProbe.MIN_TIMEOUT) < 0 ? FtpProbe.MIN_TIMEOUT : wanted;
    }

    /** How a session can be had with which to sweep; empty if there is none. */
    private static Optional<Protection> protection(ProbeReport control) {
        return control.cells().stream()
                .filter(each -> each.cell().mode().passive() && each.verdict().kind() == Verdict.Kind.OK)
                .map(each -> each.cell().protection())
                .findFirst();
    }

    private LabClient.Found client(String prefix, LabClient.Order order) throws IOException, InterruptedException {
        if (setting.capture().isEmpty()) {
            return client(order);
        }
        try (Capture capture = Capture.start(topology, setting.capture().get(), prefix)) {
            return client(order);
        }
    }

    private LabClient.Found client(LabClient.Order order) throws IOException, InterruptedException {
        String orderFile = "order" + runs + ".json";
        String foundFile = "found" + runs + ".json";
        runs++;
        LabJson.write(topology.directoryFromOutside().resolve(orderFile), order);
        List<String> command = LabJvm.command(
                topology.directory(),
                LabClient.class.getName(),
                List.of(
                        topology.directory().resolve(orderFile).toString(),
                        topology.directory().resolve(foundFile).toString()));
        // The sweep has what the probe leaves of its time.
        Duration limit = order.probe().worstCase().plus(AROUND).plus(FOR_THE_SWEEP);
        HostProgram.run(new ProcessBuilder(topology.command(LabHost.CLIENT, command)), "", limit)
                .orThrow("The lab's client fails");
        return LabJson.read(topology.directoryFromOutside().resolve(foundFile), LabClient.Found.class);
    }

    private LabReport report(ProbeReport control, LabClient.Found found, Snapshots snapshots, Duration took)
            throws IOException {
        List<Snapshots.Seen> seen = snapshots.read(found.probe().cells());
        List<CountedRule> swept = snapshots.countedAfter(found.probe().cells().size());
        List<String> unmet = unmet(Stream.concat(seen.stream().flatMap(each -> each.rules().stream()), swept.stream())
                .filter(rule -> !rule.ofTheLab())
                .map(CountedRule::host)
                .collect(Collectors.toSet()));
        Set<LabHost> onTheWay = hosts.stream()
                .filter(HostRules::areOnTheWay)
                .map(HostRules::host)
                .collect(Collectors.toSet());
        Judge judge = new Judge(
                control,
                found.probe(),
                seen,
                !setting.rulesets().isEmpty(),
                onTheWay,
                unmet.stream().findFirst());
        List<CellEvidence> evidence = new ArrayList<>();
        for (CellResult each : found.probe().cells()) {
            Snapshots.Seen of = judge.evidence(each);
            List<RuleCount> rules = of.rules().stream()
                    .map(rule -> new RuleCount(rule.host(), rule.chain(), rule.text(), rule.verdict(), rule.packets()))
                    .toList();
            evidence.add(new CellEvidence(each.cell(), rules, of.conntrack()));
        }
        Optional<SweepReport> closed = found.sweep().filter(SweepReport::failed);
        Optional<String> doubt = closed.flatMap(sweep -> Judge.doubt(swept, AddressFamily.of(sweep.address())));
        List<String> remarks = new ArrayList<>(unmet);
        doubt.ifPresent(remarks::add);
        hosts.forEach(host ->
                host.uncounted().forEach(rule -> remarks.add("a rule cannot be counted, and is no evidence: " + rule)));
        return new LabReport(
                control, judge.judged(), evidence, remarks, found.sweep(), closed.isPresent() && doubt.isEmpty(), took);
    }

    /** Which files say nothing of what passes; the hosts are those of whose rules some counted a packet. */
    private List<String> unmet(Set<LabHost> counted) {
        List<String> unmet = new ArrayList<>();
        for (HostRules host : hosts) {
            if (host.isEmpty()) {
                continue;
            }
            if (host.hooks().isEmpty()) {
                unmet.add("the files for the " + host.host() + " leave no rules: what passes says nothing of them");
            } else if (!host.areOnTheWay()) {
                unmet.add("the rules of the " + host.host() + " are at " + String.join(", ", host.hooks())
                        + ", where no packet between client and server comes by: what passes says nothing of them (forward"
                        + " sees what passes a host, input and output what is for it or from it)");
            } else if (!counted.contains(host.host())) {
                unmet.add("no rule of the " + host.host() + " counted a packet: what passes says nothing of them");
            }
        }
        return unmet;
    }
}
