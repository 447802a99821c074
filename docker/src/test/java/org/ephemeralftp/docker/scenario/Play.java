package org.ephemeralftp.docker.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.docker.lab.AddressPlan;
import org.ephemeralftp.docker.lab.LabHost;
import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.ServerProcess;

/** A scenario in a lab: one server, and probes of it without the rules and with them. */
final class Play implements AutoCloseable {
    private static final List<String> CLIENT = List.of("--user=u", "--password=p", "--insecure", "--format=json");
    /** Far more than anything takes that works, and nothing else is waited for. */
    private static final String PATIENT = "--timeout=10";

    private static final String IMPATIENT = "--timeout=3";

    private final Scenario scenario;
    private final Lab lab;
    private final Path directory;
    private final ServerProcess server;
    private final List<Rules> rules = new ArrayList<>();
    private @Nullable Meanwhile meanwhile;

    Play(Scenario scenario, Lab lab, Path directory) throws IOException, InterruptedException {
        this.scenario = scenario;
        this.lab = lab;
        this.directory = directory;
        List<String> options = new ArrayList<>(scenario.server());
        options.addAll(List.of("--user=u=p", "--home=" + directory.resolve("home"), "--log-level=debug"));
        server = ServerProcess.start(directory, lab.command(LabHost.SERVER, java(Jars.server(), options)));
    }

    /** Everything works while there are no rules, so that what fails later fails for the rules. */
    void controlRun() throws IOException, InterruptedException {
        Collection<List<String>> runs = scenario.control().isPresent()
                ? List.of(scenario.control().get())
                : scenario.probes().values();
        for (List<String> words : runs) {
            List<String> options = addressed(words, scenario.plan().server());
            options.add(PATIENT);
            Program probe = client(options);
            Findings found = findings(probe);
            if (probe.status() != 0 || !found.verdicts().values().stream().allMatch("ok"::equals)) {
                throw failure("The control run, without any rules, fails.", probe, null);
            }
        }
    }

    /** Loads the rules, and starts what else is to happen. */
    void setUp() throws IOException, InterruptedException {
        for (LabHost host : LabHost.values()) {
            Optional<Path> file = scenario.rules(host);
            if (file.isPresent()) {
                Rules loaded = new Rules(lab, host);
                loaded.load(file.get());
                rules.add(loaded);
            }
        }
        if (scenario.meanwhile().isPresent()) {
            List<String> command =
                    addressed(scenario.meanwhile().get(), scenario.plan().router());
            meanwhile = Meanwhile.start(directory, lab.command(LabHost.CLIENT, command));
        }
    }

    /** Every probe finds what it is to find, no less and no more. */
    void probes() throws IOException, InterruptedException {
        for (Map.Entry<String, List<String>> each : scenario.probes().entrySet()) {
            Path expect = scenario.file(each.getKey(), "expect");
            Findings expected = Findings.expected(expect, scenario.file(each.getKey(), "causes"));
            List<String> options = addressed(each.getValue(), scenario.plan().router());
            options.addAll(List.of(IMPATIENT, "--expect=" + expect));
            Program probe = client(options);
            Findings found = findings(probe);
            try {
                expected.check(found);
                assertThat(probe.status()).as("the status with --expect").isZero();
            } catch (AssertionError e) {
                throw failure("It finds something else:\n" + e.getMessage(), probe, e);
            }
        }
    }

    /** Each rule with a counter has a part in the scenario: what it counts did happen. */
    void everyCounterMoved() throws IOException, InterruptedException {
        for (Rules each : rules) {
            List<Rules.Counter> counters = each.counters();
            if (counters.isEmpty() || counters.stream().anyMatch(counter -> counter.packets() == 0)) {
                throw failure("A rule had no part in what was seen: " + counters, null, null);
            }
        }
    }

    /**
     * Runs a jar in a virtual machine that starts quickly, as all of these live a few seconds only, and that publishes no
     * performance data: the files for it have PIDs for names, and labs side by side have the same ones.
     */
    private static List<String> java(Path jar, List<String> options) {
        List<String> command = new ArrayList<>(Jars.command(jar, options.toArray(String[]::new)));
        command.addAll(1, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        return command;
    }

    private Program client(List<String> words) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of("probe"));
        options.addAll(words);
        options.addAll(CLIENT);
        return Program.run(directory, lab.command(LabHost.CLIENT, java(Jars.client(), options)));
    }

    /** The words with addresses for their names, and the scenario's directory for its name. */
    private List<String> addressed(List<String> words, String router) {
        AddressPlan plan = scenario.plan();
        return new ArrayList<>(words.stream()
                .map(word -> word.replace("{server}", plan.server())
                        .replace("{server6}", "[" + plan.serverIpv6() + "]")
                        .replace("{router}", router)
                        .replace("{here}", scenario.directory().toString()))
                .toList());
    }

    private Findings findings(Program probe) throws IOException, InterruptedException {
        try {
            return Findings.ofJson(probe.out());
        } catch (JsonParseException | IllegalStateException e) {
            throw failure("It printed no report as JSON.", probe, e);
        }
    }

    private AssertionError failure(String message, @Nullable Program probe, @Nullable Throwable cause)
            throws IOException, InterruptedException {
        StringBuilder all = new StringBuilder(message);
        for (Rules each : rules) {
            all.append("\n\nrules and counters of the ").append(each.told());
        }
        if (probe != null) {
            all.append("\n\nthe probe: ").append(probe);
        }
        all.append("\n\nthe server's log:\n").append(server.errors());
        return new AssertionError(all.toString(), cause);
    }

    @Override
    public void close() throws InterruptedException {
        try (server) {
            if (meanwhile != null) {
                meanwhile.close();
            }
        }
    }
}
