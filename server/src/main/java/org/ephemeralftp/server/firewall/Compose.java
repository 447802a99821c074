package org.ephemeralftp.server.firewall;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

import org.ephemeralftp.server.ports.PortRange;
import org.ephemeralftp.server.ports.PortSet;

/** The {@code ports} of a service in a Compose file. */
record Compose() implements FirewallFormat {
    /** From here on the processes are worth a word. */
    private static final int MANY = 100;

    @Override
    public String name() {
        return "compose";
    }

    @Override
    public Set<Side> sides() {
        return EnumSet.of(Side.SERVER);
    }

    @Override
    public List<String> lines(FirewallRequest request) {
        if (request.helper()) {
            throw new IllegalArgumentException("--helper is nothing that a Compose file knows: leave it out, which"
                    + " publishes the passive ports");
        }
        List<String> lines = new ArrayList<>();
        request.description().forEach(line -> lines.add("# " + line));
        lines.add(
                "# Load:   docker compose up -d, with these lines in the file    Remove: take them out, and the same again");
        SortedMap<Integer, Integer> published = request.published();
        if (published.size() > MANY) {
            lines.add("# CAUTION: each published port costs a proxy process of Docker's, " + published.size()
                    + " for these: a range such as --passive-ports 50000-50009 is enough for many clients.");
        }
        if (request.config().advertise().isEmpty() && request.config().advertiseFile() == null) {
            lines.add(
                    "# Clients outside must be told the host's address: add --advertise HOST to the server's options.");
        }
        lines.add("services:");
        lines.add("  ftp:");
        lines.add("    ports:");
        for (Flow flow : request.flows(true)) {
            lines.add("      # " + flow.name() + ": " + flow.why());
            for (String ports : mappings(flow.to(), published)) {
                hosts(request).forEach(host -> lines.add("      - \"" + host + ports + "\""));
            }
        }
        return lines;
    }

    /** Where Docker is to listen, each with the colon that follows; everywhere if no address is named. */
    private static List<String> hosts(FirewallRequest request) {
        if (request.named().isEmpty()) {
            return List.of("");
        }
        return Stream.concat(
                        Family.IPV4.of(request.named()).stream().map(address -> address + ":"),
                        Family.IPV6.of(request.named()).stream().map(address -> "[" + address + "]:"))
                .toList();
    }

    /** The ports, each with what it is published as, in as few ranges as there can be. */
    private static List<String> mappings(PortSet ports, SortedMap<Integer, Integer> published) {
        List<Map.Entry<Integer, Integer>> pairs = published.entrySet().stream()
                .filter(pair -> ports.contains(pair.getValue()))
                .toList();
        if (pairs.isEmpty()) {
            // Control ports have no other number outside.
            return ports.stream().mapToObj(port -> port + ":" + port).toList();
        }
        List<String> mappings = new ArrayList<>();
        int first = 0;
        for (int i = 1; i <= pairs.size(); i++) {
            if (i == pairs.size()
                    || pairs.get(i).getKey() != pairs.get(i - 1).getKey() + 1
                    || pairs.get(i).getValue() != pairs.get(i - 1).getValue() + 1) {
                mappings.add(range(pairs.get(first).getKey(), pairs.get(i - 1).getKey()) + ":"
                        + range(pairs.get(first).getValue(), pairs.get(i - 1).getValue()));
                first = i;
            }
        }
        return mappings;
    }

    private static String range(int first, int last) {
        return new PortRange(first, last).toString();
    }
}
