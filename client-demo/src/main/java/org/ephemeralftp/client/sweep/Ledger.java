package org.ephemeralftp.client.sweep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What is known of each port so far. */
final class Ledger {
    private final SweepObserver observer;
    private final Map<Integer, List<SweepSession.Tried>> tries = new TreeMap<>();
    private final Map<Integer, String> notGiven = new HashMap<>();
    private int expected;

    Ledger(SweepObserver observer) {
        this.observer = observer;
    }

    /** So many ports are to be tried at least. */
    synchronized void expect(int ports) {
        expected = ports;
    }

    synchronized void record(int port, SweepSession.Tried tried) {
        tries.computeIfAbsent(port, none -> new ArrayList<>()).add(tried);
        observer.tried(result(port, PortVerdict.NOT_TRIED), tries.size(), Math.max(expected, tries.size()));
    }

    /** The server refused it by name, more than once. */
    synchronized void notGiven(int port, String reply) {
        notGiven.put(port, reply);
    }

    /** The ports whose verdict is such. */
    synchronized Set<Integer> ports(Predicate<PortVerdict> verdict) {
        return tries.keySet().stream()
                .filter(port -> verdict.test(verdict(port)))
                .collect(Collectors.toSet());
    }

    /** Whether a kernel sent an error for this port at least once. */
    synchronized boolean anyAnswer() {
        return tries.values().stream()
                .flatMap(List::stream)
                .anyMatch(each -> each.verdict().rateLimited());
    }

    synchronized PortVerdict verdict(int port) {
        return result(port, PortVerdict.NOT_TRIED).verdict();
    }

    /**
     * @param untried what is to be said of one that was never tried
     */
    synchronized PortResult result(int port, PortVerdict untried) {
        List<SweepSession.Tried> all = tries.getOrDefault(port, List.of());
        if (all.isEmpty()) {
            String reply = notGiven.get(port);
            return new PortResult(
                    port, reply == null ? untried : PortVerdict.NOT_SEEN, List.of(), reply == null ? "" : reply);
        }
        SweepSession.Tried best = all.get(0);
        for (SweepSession.Tried each : all) {
            best = each.verdict().compareTo(best.verdict()) < 0 ? each : best;
        }
        return new PortResult(
                port,
                best.verdict(),
                all.stream().map(SweepSession.Tried::verdict).toList(),
                best.detail());
    }
}
