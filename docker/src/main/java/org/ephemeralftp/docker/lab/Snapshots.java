package org.ephemeralftp.docker.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.ephemeralftp.client.probe.Cell;
import org.ephemeralftp.client.probe.CellResult;
import org.ephemeralftp.docker.lab.CellEvidence.ConntrackEntry;

/**
 * What the kernels of the hosts counted and tracked between the cells of a probe: one snapshot before the first, one after
 * each, and one after the sweep.
 */
final class Snapshots {
    /** The name of the script that takes one, in the lab's directory; its argument is the directory that it makes. */
    static final String SCRIPT = "snapshot.sh";

    private final Path directory;
    private final List<HostRules> hosts;

    /** Those that were written below this directory. */
    Snapshots(Path directory, List<HostRules> hosts) {
        this.directory = directory;
        this.hosts = List.copyOf(hosts);
    }

    /** The script for hosts with these rules. */
    static String script(List<HostRules> hosts) {
        StringBuilder script = new StringBuilder("set -e\nmkdir -p \"$1\"\n");
        for (HostRules each : hosts) {
            script.append("nsenter --net=/run/netns/" + each.host() + " sh -e -c '\n");
            script.append("nft --json list ruleset > $0.nft\n");
            save(script, each.usesIptables(false), "iptables");
            save(script, each.usesIptables(true), "ip6tables");
            script.append("for family in ipv4 ipv6; do conntrack -L -f $family; conntrack -L expect -f $family; done"
                    + " > $0.conntrack 2> $0.err\n");
            script.append("' \"$1/" + each.host() + "\" & " + each.host() + "=$!\n");
        }
        hosts.forEach(each -> script.append("wait $" + each.host() + "\n"));
        return script.toString();
    }

    private static void save(StringBuilder script, boolean used, String program) {
        script.append(used ? program + "-save --counters" : "true")
                .append(" > $0.")
                .append(program)
                .append('\n');
    }

    /** What a cell counted, and the connections that were tracked. */
    record Seen(Cell cell, List<CountedRule> rules, List<ConntrackEntry> conntrack) {}

    /** One for each cell, in their order. */
    List<Seen> read(List<CellResult> cells) throws IOException {
        List<Seen> all = new ArrayList<>();
        Map<HostRules, List<CountedRule>> before = counted(0);
        Map<HostRules, List<ConntrackLine>> tracked = tracked(0);
        for (int i = 0; i < cells.size(); i++) {
            Map<HostRules, List<CountedRule>> after = counted(i + 1);
            Map<HostRules, List<ConntrackLine>> trackedAfter = tracked(i + 1);
            List<CountedRule> rules = new ArrayList<>();
            List<ConntrackEntry> entries = new ArrayList<>();
            CellPorts ports = CellPorts.of(cells.get(i));
            for (HostRules host : hosts) {
                rules.addAll(difference(get(before, host), get(after, host)));
                Set<String> known = new HashSet<>();
                get(tracked, host).forEach(line -> known.add(line.tuple()));
                get(trackedAfter, host).stream()
                        .filter(line -> !known.contains(line.tuple()) && ports.concern(line))
                        .forEach(line -> entries.add(new ConntrackEntry(host.host(), line.text())));
            }
            all.add(new Seen(cells.get(i).cell(), rules, entries));
            before = after;
            tracked = trackedAfter;
        }
        return all;
    }

    /** What was counted after so many cells, to the end. */
    List<CountedRule> countedAfter(int cells) throws IOException {
        Map<HostRules, List<CountedRule>> before = counted(cells);
        Map<HostRules, List<CountedRule>> after = counted(cells + 1);
        return hosts.stream()
                .flatMap(host -> difference(get(before, host), get(after, host)).stream())
                .toList();
    }

    private static <T> List<T> get(Map<HostRules, List<T>> all, HostRules host) {
        return all.getOrDefault(host, List.of());
    }

    /** The rules that counted something, with what they did. */
    private static List<CountedRule> difference(List<CountedRule> before, List<CountedRule> after) {
        Map<String, CountedRule> known = new HashMap<>();
        before.forEach(rule -> known.put(rule.id(), rule));
        List<CountedRule> moved = new ArrayList<>();
        for (CountedRule rule : after) {
            CountedRule first = known.get(rule.id());
            CountedRule counted = first == null ? rule : rule.since(first);
            if (counted.packets() > 0) {
                moved.add(counted);
            }
        }
        return moved;
    }

    private Map<HostRules, List<CountedRule>> counted(int number) throws IOException {
        Map<HostRules, List<CountedRule>> counted = new LinkedHashMap<>();
        for (HostRules host : hosts) {
            counted.put(
                    host,
                    host.counted(
                            text(number, host, "nft"),
                            text(number, host, "iptables"),
                            text(number, host, "ip6tables")));
        }
        return counted;
    }

    private Map<HostRules, List<ConntrackLine>> tracked(int number) throws IOException {
        Map<HostRules, List<ConntrackLine>> tracked = new LinkedHashMap<>();
        for (HostRules host : hosts) {
            tracked.put(host, ConntrackLine.parse(text(number, host, "conntrack")));
        }
        return tracked;
    }

    private String text(int number, HostRules host, String kind) throws IOException {
        return Files.readString(directory.resolve(Integer.toString(number)).resolve(host.host() + "." + kind));
    }
}
