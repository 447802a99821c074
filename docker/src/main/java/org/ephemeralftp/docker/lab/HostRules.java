package org.ephemeralftp.docker.lab;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The firewall of one host: loads its rules, has all of them counted, and takes them away again. */
final class HostRules {
    /** How often rules are loaded anew, each time with fewer counters, before they are left as they are. */
    private static final int ROUNDS = 3;

    private final Topology topology;
    private final LabHost host;
    private final List<Ruleset> rulesets;
    private final Set<String> ofIptables = new HashSet<>();
    private final Set<String> hooks = new TreeSet<>();
    private Map<String, String> texts = Map.of();
    private List<String> uncounted = List.of();

    HostRules(Topology topology, LabHost host, List<Ruleset> rulesets) {
        this.topology = topology;
        this.host = host;
        this.rulesets = rulesets.stream().filter(each -> each.host() == host).toList();
    }

    LabHost host() {
        return host;
    }

    boolean isEmpty() {
        return rulesets.isEmpty();
    }

    /** Takes every rule away, and what the kernel remembers of connections and neighbours. */
    void clear() throws IOException, InterruptedException {
        for (boolean ipv6 : new boolean[] {false, true}) {
            if (usesIptables(ipv6)) {
                String program = program(ipv6);
                run(
                        IptablesSave.parse(host, ipv6, run("", program + "-save", "--counters"))
                                .clearing(),
                        program + "-restore");
            }
        }
        run("", "nft", "flush", "ruleset");
        forget();
    }

    /**
     * Has the kernel meet everybody for the first time: what it let through before, it would let through still, and rules
     * against neighbour discovery would show only when the neighbours it knows are too old.
     */
    private void forget() throws IOException, InterruptedException {
        for (String family : List.of("ipv4", "ipv6")) {
            run("", "conntrack", "-F", "-f", family);
        }
        run("", "conntrack", "-F", "expect");
        run("", "ip", "neigh", "flush", "all");
    }

    /** Loads the rulesets and takes them away again, to see whether they can be. */
    void check() throws IOException, InterruptedException {
        if (!rulesets.isEmpty()) {
            loadAsTheyAre();
            clear();
        }
    }

    /** Begins with what is in force now: nothing is known of connections, and the rules are known by their words. */
    void begin() throws IOException, InterruptedException {
        forget();
        NftListing listing = listing();
        Map<String, String> words = texts();
        texts = words;
        uncounted = listing.rules().stream()
                .filter(rule -> !rule.counts() && !NftCounting.onlyCounts(rule) && !isOfIptables(rule))
                .map(rule -> host + ", " + rule.chain() + ": " + words.getOrDefault(rule.id(), ""))
                .toList();
        hooks.clear();
        hooks.addAll(listing.hooksWithRules(LabNat.TABLE));
        for (boolean ipv6 : new boolean[] {false, true}) {
            if (usesIptables(ipv6)) {
                hooks.addAll(IptablesSave.parse(host, ipv6, run("", program(ipv6) + "-save", "--counters"))
                        .chainsWithRules());
            }
        }
    }

    /** Where the user's rules are, as nftables calls it. */
    Set<String> hooks() {
        return hooks;
    }

    /** Whether the user's rules are where packets between the client and the server come by. */
    boolean areOnTheWay() {
        Set<String> others = host == LabHost.ROUTER ? Set.of("input", "output") : Set.of("forward");
        return hooks.stream().anyMatch(hook -> !others.contains(hook));
    }

    /** Loads rules of the lab's own, in the notation of nftables, beside those that are there. */
    void add(String own) throws IOException, InterruptedException {
        run(own, "nft", "--file", "-");
    }

    /**
     * Loads the rulesets in place of all rules, with counters.
     *
     * @throws LabException if a ruleset is refused
     */
    void load() throws IOException, InterruptedException {
        loadAsTheyAre();
        NftListing plain = listing();
        Map<String, List<String>> wanted = chains(plain, texts());
        Set<Position> without = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            without.addAll(count(without));
            Set<Position> changed = differences(wanted, chains(listing(), texts()));
            if (changed.isEmpty()) {
                finish();
                return;
            }
            without.addAll(changed);
            loadAsTheyAre();
        }
        finish();
    }

    private void finish() throws IOException, InterruptedException {
        List<String> chains = listing().chainsThatDecide().stream()
                .filter(chain -> ofIptables.stream().noneMatch(table -> chain.startsWith(table + " ")))
                .toList();
        List<JsonObject> commands = NftCounting.commandsAtEnds(chains);
        if (!succeeds(commands)) {
            for (JsonObject each : commands) {
                succeeds(List.of(each));
            }
        }
        // Without them a rule counts all its packets together.
        List<List<JsonObject>> kinds = NftKinds.commands(listing());
        if (!succeeds(kinds.stream().flatMap(List::stream).toList())) {
            for (List<JsonObject> each : kinds) {
                succeeds(each);
            }
        }
        for (boolean ipv6 : new boolean[] {false, true}) {
            if (usesIptables(ipv6)) {
                IptablesSave save = IptablesSave.parse(host, ipv6, run("", program(ipv6) + "-save", "--counters"));
                run(save.countingEnds(), program(ipv6) + "-restore", "--noflush");
            }
        }
    }

    private void loadAsTheyAre() throws IOException, InterruptedException {
        clear();
        ofIptables.clear();
        for (Ruleset each : rulesets) {
            if (each instanceof Ruleset.Nft) {
                load(each, "nft", "--includepath", each.directory().toString(), "--file");
            } else if (each instanceof Ruleset.Iptables iptables) {
                Set<String> before = listing().tables();
                load(each, iptables.program() + "-restore");
                // Where iptables is a face of nftables, its rules are listed there, too.
                listing().tables().stream()
                        .filter(table -> !before.contains(table))
                        .forEach(ofIptables::add);
            }
        }
    }

    private void load(Ruleset ruleset, String... command) throws IOException, InterruptedException {
        // The lab may not see the file itself, or it was a pipe.
        Path copy = topology.directory().resolve("ruleset");
        Files.writeString(
                topology.directoryFromOutside().resolve("ruleset"), ruleset.text(), StandardCharsets.ISO_8859_1);
        List<String> all =
                Stream.concat(Stream.of(command), Stream.of(copy.toString())).toList();
        HostProgram program = HostProgram.run(topology.command(host, topology.visible(ruleset.directory()), all), "");
        if (!program.succeeded()) {
            throw new LabException("The ruleset " + ruleset.file() + " cannot be loaded on the " + host + ": "
                    + program.said().replace(copy.toString(), ruleset.file().toString()));
        }
    }

    /** Has the rules counted but for some; those that cannot be. */
    private Set<Position> count(Set<Position> without) throws IOException, InterruptedException {
        NftListing listing = listing();
        Map<String, Position> positions = positions(listing);
        Set<String> ids = new HashSet<>();
        positions.forEach((id, position) -> {
            if (without.contains(position)) {
                ids.add(id);
            }
        });
        listing.rules().stream().filter(this::isOfIptables).forEach(rule -> ids.add(rule.id()));
        Map<String, List<JsonObject>> commands = NftCounting.commands(listing, ids);
        if (succeeds(commands.values().stream().flatMap(List::stream).toList())) {
            return Set.of();
        }
        Set<Position> refused = new HashSet<>();
        for (Map.Entry<String, List<JsonObject>> each : commands.entrySet()) {
            Position position = positions.get(each.getKey());
            if (position != null && !succeeds(each.getValue())) {
                refused.add(position);
            }
        }
        return refused;
    }

    private boolean succeeds(List<JsonObject> commands) throws IOException, InterruptedException {
        return commands.isEmpty()
                || topology.run(host, NftCounting.input(commands), "nft", "--json", "--file", "-")
                        .succeeded();
    }

    /** The place of a rule of the user's, which it keeps when it is replaced. */
    private record Position(String chain, int index) {}

    private static Map<String, Position> positions(NftListing listing) {
        Map<String, Position> positions = new HashMap<>();
        Map<String, Integer> next = new HashMap<>();
        for (NftRule rule : listing.rules()) {
            if (!NftCounting.onlyCounts(rule)) {
                int index = next.merge(rule.chain(), 1, Integer::sum) - 1;
                positions.put(rule.id(), new Position(rule.chain(), index));
            }
        }
        return positions;
    }

    /** The words of the user's rules, chain by chain. */
    private static Map<String, List<String>> chains(NftListing listing, Map<String, String> texts) {
        Map<String, List<String>> chains = new HashMap<>();
        for (NftRule rule : listing.rules()) {
            if (!NftCounting.onlyCounts(rule)) {
                chains.computeIfAbsent(rule.chain(), chain -> new ArrayList<>()).add(texts.getOrDefault(rule.id(), ""));
            }
        }
        return chains;
    }

    /** Where rules say something else than they should. */
    private static Set<Position> differences(Map<String, List<String>> wanted, Map<String, List<String>> have) {
        Set<Position> differences = new HashSet<>();
        wanted.forEach((chain, rules) -> {
            List<String> others = have.getOrDefault(chain, List.of());
            for (int i = 0; i < rules.size(); i++) {
                if (i >= others.size() || !rules.get(i).equals(others.get(i))) {
                    differences.add(new Position(chain, i));
                }
            }
        });
        return differences;
    }

    /** What counts, from listings made after the rules were loaded; see {@link Snapshots}. */
    List<CountedRule> counted(String nft, String iptables, String ip6tables) {
        NftListing all = NftListing.parse(nft);
        List<CountedRule> counted = new ArrayList<>();
        NftCounting.counted(host, all, texts, LabNat.TABLE).stream()
                .filter(rule ->
                        ofIptables.stream().noneMatch(table -> rule.chain().startsWith(table + " ")))
                .forEach(counted::add);
        counted.addAll(IptablesSave.parse(host, false, iptables).rules());
        counted.addAll(IptablesSave.parse(host, true, ip6tables).rules());
        return counted;
    }

    /** The rules of the user's that nothing counts, with their place, in words. */
    List<String> uncounted() {
        return uncounted;
    }

    boolean usesIptables(boolean ipv6) {
        return rulesets.stream().anyMatch(each -> each instanceof Ruleset.Iptables other && other.ipv6() == ipv6);
    }

    private static String program(boolean ipv6) {
        return ipv6 ? "ip6tables" : "iptables";
    }

    private boolean isOfIptables(NftRule rule) {
        return ofIptables.contains(rule.table());
    }

    private NftListing listing() throws IOException, InterruptedException {
        return NftListing.parse(run("", "nft", "--json", "list", "ruleset"));
    }

    private Map<String, String> texts() throws IOException, InterruptedException {
        return NftText.rules(run("", "nft", "--handle", "list", "ruleset"));
    }

    private String run(String input, String... command) throws IOException, InterruptedException {
        return topology.run(host, input, command).orThrow(String.join(" ", command) + " fails on the " + host);
    }
}
