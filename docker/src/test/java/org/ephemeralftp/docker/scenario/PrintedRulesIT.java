package org.ephemeralftp.docker.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.docker.lab.AddressPlan;
import org.ephemeralftp.docker.lab.LabHost;
import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.LabRequires;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.Requires;
import org.ephemeralftp.docker.testing.ServerProcess;

/**
 * What {@code firewall} prints, in a real kernel: with it all of FTP works and nothing else does, loading it again changes
 * nothing, and no rule of it can be spared.
 */
class PrintedRulesIT {
    private static final AddressPlan PLAN = AddressPlan.ROUTED;
    /** Far more than a check takes that passes. */
    private static final Duration PATIENT = Duration.ofSeconds(30);
    /** At first, where the rules drop something: that they did, and the machine was not just slow, their counter tells. */
    private static final Duration IMPATIENT = Duration.ofMillis(400);

    private static final List<String> PORTS = List.of("--port=21", "--passive-ports=24100-24103,24105");
    private static final List<String> TLS = List.of("--tls=optional", "--implicit-tls-port=990");
    private static final List<String> ACTIVE = List.of("--active-ports=20");
    /** Each has a listener: beside the passive ports, between them, and one of another service. */
    private static final List<String> FOREIGN_PORTS = List.of("24099", "24104", "24106", "8080");

    private static final List<String> PORTS_OF_THE_CLIENT = List.of("80", "5000");

    @TempDir
    Path directory;

    @BeforeAll
    static void requireAll() throws IOException, InterruptedException {
        Lab.requireAll();
        Requires.program("iptables");
        Requires.program("ip6tables");
        LabRequires.helper();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @ValueSource(strings = {"nftables", "iptables"})
    void openWhatIsNeededAndNothingElse(String format) throws IOException, InterruptedException {
        try (Lab lab = Lab.build(directory, PLAN);
                Meanwhile others = listeners(lab, LabHost.SERVER, FOREIGN_PORTS);
                Meanwhile ofTheClient = listeners(lab, LabHost.CLIENT, PORTS_OF_THE_CLIENT);
                FirewallChecks fromClient = checks(lab, LabHost.CLIENT, PLAN.server(), PLAN.serverIpv6());
                FirewallChecks fromServer = checks(lab, LabHost.SERVER, "198.51.100.2", "2001:db8:c::2");
                FirewallChecks loopback = checks(lab, LabHost.SERVER, "127.0.0.1", "::1")) {
            Set<String> proven = new HashSet<>();
            for (boolean helper : new boolean[] {false, true}) {
                try (ServerProcess server =
                        ServerProcess.start(directory, lab.command(LabHost.SERVER, server(helper)))) {
                    everythingPasses(fromClient, works(helper));
                    everythingPasses(fromClient, closedToClients(helper));
                    everythingPasses(fromServer, closedToTheServer(helper));
                    List<PrintedRules> all = print(format, helper, lab);
                    for (PrintedRules rules : all) {
                        FirewallChecks own = rules.host == LabHost.SERVER ? loopback : fromServer;
                        new Proof(rules, fromClient, own, proven).complete(helper);
                    }
                    for (PrintedRules rules : all) {
                        rules.load();
                    }
                    probe(lab, helper);
                    for (PrintedRules rules : all) {
                        rules.remove();
                    }
                }
            }
        }
    }

    /**
     * The rules of one host, while the others have none.
     *
     * @param proven the rules that were seen to be needed: with the helper, most are the same as without
     */
    private record Proof(PrintedRules rules, FirewallChecks fromClient, FirewallChecks fromServer, Set<String> proven) {
        void complete(boolean helper) throws IOException, InterruptedException {
            if (proven.isEmpty()) {
                rules.addTheirs();
            }
            String before = rules.text();
            rules.load();
            String once = rules.text();
            assertThat(once).isNotEqualTo(before);
            rules.load();
            assertThat(rules.text()).as("loaded twice").isEqualTo(once);
            everythingPasses(fromClient, works(helper));
            closed(fromClient, closedToClients(helper));
            if (rules.host == LabHost.SERVER) {
                everythingPasses(fromServer, List.of("tcp-8080.ipv4", "tcp-8080.ipv6"));
            } else {
                closed(fromServer, closedToTheServer(helper));
            }
            List<PrintedRules.Rule> each = rules.rules();
            assertThat(each).hasSizeGreaterThan(6);
            for (int i = 0; i < each.size(); i++) {
                if (proven.add(rules.host + " " + each.get(i))) {
                    // Looked up anew, as handles change with each load.
                    withoutRule(rules.rules().get(i));
                    rules.load();
                }
            }
            rules.remove();
            assertThat(rules.text()).as("removed").isEqualTo(before);
        }

        private void withoutRule(PrintedRules.Rule rule) throws IOException, InterruptedException {
            RuleProof proof = RuleProof.of(rules.host, rule);
            FirewallChecks checks = proof.from() == LabHost.CLIENT ? fromClient : fromServer;
            rules.remove(rule);
            try {
                if (proof.opens()) {
                    everythingPasses(checks, proof.checks());
                } else {
                    closed(checks, proof.checks());
                }
            } catch (AssertionError e) {
                throw new AssertionError(
                        "On the " + rules.host + " without " + rule + ":\n" + e.getMessage() + "\n" + rules.text(), e);
            }
        }

        /** None of the checks passes, and for each of them something was dropped, as soon as there was time for that. */
        private void closed(FirewallChecks checks, List<String> names) throws IOException, InterruptedException {
            Duration timeout = IMPATIENT;
            long before;
            do {
                before = rules.dropped();
                assertThat(checks.run(timeout, names).values()).doesNotContain("ok");
                timeout = timeout.multipliedBy(2);
            } while (rules.dropped() - before < names.size() && timeout.compareTo(PATIENT) < 0);
            assertThat(rules.dropped() - before).as("packets dropped").isGreaterThanOrEqualTo(names.size());
        }
    }

    private static void everythingPasses(FirewallChecks checks, List<String> names)
            throws IOException, InterruptedException {
        assertThat(checks.run(PATIENT, names).entrySet())
                .allSatisfy(
                        check -> assertThat(check.getValue()).as(check.getKey()).isEqualTo("ok"));
    }

    private static List<String> works(boolean helper) {
        List<String> plain = List.of(
                "pasv.plain.ipv4",
                "epsv.plain.ipv4",
                "port.plain.ipv4",
                "eprt.plain.ipv4",
                "epsv.plain.ipv6",
                "eprt.plain.ipv6");
        List<String> all = new ArrayList<>(plain);
        for (int port : new int[] {24100, 24101, 24102, 24103, 24105}) {
            all.add("epsv-" + port + ".plain.ipv4");
            all.add("epsv-" + port + ".plain.ipv6");
        }
        if (!helper) {
            plain.forEach(check -> all.add(check.replace("plain", "tls")));
            all.addAll(List.of("implicit.tls.ipv4", "implicit.tls.ipv6"));
        }
        all.addAll(List.of("ping.ipv4", "ping.ipv6"));
        return all;
    }

    /** With the helper, a passive port is closed that no reply has named. */
    private static List<String> closedToClients(boolean helper) {
        List<String> ports = new ArrayList<>(FOREIGN_PORTS);
        if (helper) {
            ports.add("24101");
        }
        return connections(ports);
    }

    /** With the helper, a port of the client's is closed that no command has named. */
    private static List<String> closedToTheServer(boolean helper) {
        return connections(helper ? PORTS_OF_THE_CLIENT : PORTS_OF_THE_CLIENT.subList(0, 1));
    }

    private static List<String> connections(List<String> ports) {
        return ports.stream()
                .flatMap(port -> Stream.of("tcp-" + port + ".ipv4", "tcp-" + port + ".ipv6"))
                .toList();
    }

    private List<String> configuration(boolean helper) {
        return Stream.concat(PORTS.stream(), (helper ? ACTIVE : TLS).stream()).toList();
    }

    /** The passive ports listen all the time: who does not reach one was stopped on the way. */
    private List<String> server(boolean helper) {
        List<String> options = new ArrayList<>(configuration(helper));
        options.addAll(List.of("--user=u=p", "--home=" + directory.resolve("home"), "--lease-wait=30s"));
        options.addAll(List.of("--keep-listening", "--allow-port-choice"));
        return java(Jars.server(), options);
    }

    private FirewallChecks checks(Lab lab, LabHost from, String ipv4, String ipv6)
            throws IOException, InterruptedException {
        return new FirewallChecks(lab, directory, from, List.of(ipv4, ipv6));
    }

    private Meanwhile listeners(Lab lab, LabHost host, List<String> ports) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "python3",
                Jars.root()
                        .resolve("docker/src/test/resources/firewall_listeners.py")
                        .toString()));
        command.addAll(ports);
        return Meanwhile.start(directory, lab.command(host, command));
    }

    /** What the jar prints for each host. It runs on the server's, whose kernel's ephemeral ports are in the rules. */
    private List<PrintedRules> print(String format, boolean helper, Lab lab) throws IOException, InterruptedException {
        List<PrintedRules> all = new ArrayList<>();
        for (LabHost host : LabHost.values()) {
            List<String> options = new ArrayList<>(List.of("firewall", "--format=" + format, "--side=" + host));
            options.addAll(configuration(helper));
            if (host != LabHost.SERVER) {
                options.addAll(List.of("--server=" + PLAN.server(), "--server=" + PLAN.serverIpv6()));
            }
            if (helper) {
                options.add("--helper");
            }
            Program printed = Program.run(directory, lab.command(LabHost.SERVER, java(Jars.server(), options)));
            assertThat(printed.status()).as(printed.toString()).isZero();
            Path file = Files.writeString(directory.resolve(host + ".rules"), printed.out());
            all.add(PrintedRules.of(format, lab, host, file));
        }
        return all;
    }

    /** Our own client, through all three at once. */
    private void probe(Lab lab, boolean helper) throws IOException, InterruptedException {
        String address = helper ? "[" + PLAN.serverIpv6() + "]" : PLAN.server();
        List<String> options = new ArrayList<>(List.of("probe", address, "--user=u", "--password=p", "--insecure"));
        options.addAll(List.of("--tries=1", "--timeout=20"));
        if (helper) {
            options.add("--protection=plain");
        }
        Program probe = Program.run(directory, lab.command(LabHost.CLIENT, java(Jars.client(), options)));
        assertThat(probe.status()).as(probe.toString()).isZero();
    }

    /** Starts quickly, and publishes no performance data: its files have PIDs for names, which labs have in common. */
    private static List<String> java(Path jar, List<String> options) {
        List<String> command = new ArrayList<>(Jars.command(jar, options.toArray(String[]::new)));
        command.addAll(1, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        return command;
    }
}
