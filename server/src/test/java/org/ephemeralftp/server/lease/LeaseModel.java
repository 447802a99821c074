package org.ephemeralftp.server.lease;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a pool written down a second time, as slowly and plainly as possible: maps and searches, nothing of the
 * engine's own but its configuration. What it says is compared with what the pool does.
 */
final class LeaseModel {
    private static final long FIRST_BLOCK_NANOS = 250_000_000L;

    /** A lease that is reserved or pending. */
    static final class Lease {
        final LeaseHolder holder;
        final int port;
        boolean granted;
        long number;
        long deadline;

        Lease(LeaseHolder holder, int port) {
            this.holder = holder;
            this.port = port;
        }

        ClientKey client() {
            return holder.client();
        }
    }

    /** A connection that came and was not used yet. */
    record Arrival(Lease lease, long deadline) {}

    private record Pair(int port, ClientKey client) {}

    /** What is over at one moment. */
    record Over(Set<Integer> unneeded, Set<LeasedConnection> unused, long nextDeadline) {}

    private final LeaseConfig config;
    private final Ticker ticker;

    final Map<LeaseHolder, Lease> leases = new LinkedHashMap<>();
    final Map<LeasedConnection, Arrival> arrivals = new LinkedHashMap<>();
    final Set<Integer> listening = new HashSet<>();
    final Set<Integer> closing = new HashSet<>();
    final Set<Integer> withdrawn = new HashSet<>();
    final Map<Integer, Integer> connected = new HashMap<>();
    final Map<ReleaseCause, Long> ended = new EnumMap<>(ReleaseCause.class);
    boolean kept;
    long granted;
    long refused;
    long strangers;
    long bindFailures;

    private final Map<Pair, Long> rests = new LinkedHashMap<>();
    private final Map<Integer, Long> blocked = new HashMap<>();
    private final Map<Integer, Integer> failures = new HashMap<>();
    /** How many reservations of a port are neither granted nor dropped, given up or not. */
    private final Map<Integer, Integer> opening = new HashMap<>();

    private final Map<Integer, Long> lingering = new HashMap<>();

    LeaseModel(LeaseConfig config) {
        this.config = config;
        ticker = config.ticker();
    }

    PortState state(int port) {
        if (withdrawn.contains(port)) {
            return PortState.WITHDRAWN;
        }
        if (closing.contains(port)) {
            return PortState.CLOSING;
        }
        if (blocked.containsKey(port)) {
            return PortState.BLOCKED;
        }
        if (leases.values().stream().anyMatch(lease -> lease.port == port)) {
            return PortState.LEASED;
        }
        return rests.keySet().stream().anyMatch(pair -> pair.port == port) ? PortState.RESTING : PortState.UNUSED;
    }

    boolean isAtItsCap(ClientKey client) {
        return leases.values().stream()
                        .filter(lease -> lease.client().equals(client))
                        .count()
                >= config.maxLeasesPerClient();
    }

    /** The ports of which one may be chosen for this client now; empty if nothing is free for it. */
    Set<Integer> candidates(ClientKey client) {
        IntPredicate rested = port -> !rests.containsKey(new Pair(port, client));
        IntPredicate shareable =
                port -> state(port) == PortState.LEASED && config.sharing() == PortSharing.CLIENT && !has(port, client);
        List<IntPredicate> best = List.of(
                port -> state(port) == PortState.UNUSED && !config.avoid().contains(port),
                port -> state(port) == PortState.UNUSED,
                port -> state(port) == PortState.RESTING && rested.test(port),
                port -> shareable.test(port) && rested.test(port));
        for (IntPredicate kind : best) {
            Set<Integer> ports = config.ports().stream().filter(kind).boxed().collect(toSet());
            if (!ports.isEmpty()) {
                return ports;
            }
        }
        return longestResting(client, port -> state(port) == PortState.RESTING || shareable.test(port));
    }

    private Set<Integer> longestResting(ClientKey client, IntPredicate possible) {
        Map<Integer, Long> until = new HashMap<>();
        rests.forEach((pair, end) -> {
            if (pair.client.equals(client) && possible.test(pair.port)) {
                until.put(pair.port, end);
            }
        });
        long soonest = until.values().stream().min(Comparator.naturalOrder()).orElse(0L);
        return until.entrySet().stream()
                .filter(entry -> entry.getValue() == soonest)
                .map(Map.Entry::getKey)
                .collect(toSet());
    }

    private boolean has(int port, ClientKey client) {
        return leases.values().stream()
                .anyMatch(lease -> lease.port == port && lease.client().equals(client));
    }

    Lease reserve(LeaseHolder holder, int port) {
        Lease lease = new Lease(holder, port);
        leases.put(holder, lease);
        opening.merge(port, 1, Integer::sum);
        settle();
        return lease;
    }

    /** Whether the reservation becomes a lease. */
    boolean grant(Lease lease) {
        opening.merge(lease.port, -1, Integer::sum);
        listening.add(lease.port);
        blocked.remove(lease.port);
        failures.remove(lease.port);
        boolean wanted = leases.get(lease.holder) == lease;
        if (wanted) {
            begin(lease, ticker.nanos() + config.leaseTimeout().toNanos());
        }
        settle();
        return wanted;
    }

    private void begin(Lease lease, long deadline) {
        rests.remove(new Pair(lease.port, lease.client()));
        lease.granted = true;
        lease.number = ++granted;
        lease.deadline = deadline;
    }

    void bindFailed(Lease lease) {
        openFailed(lease.port);
        cancel(lease);
    }

    /** Listeners stay open from now on; the ports that ought to have one and could have one. */
    Set<Integer> keep() {
        kept = true;
        settle();
        return missing();
    }

    Set<Integer> missing() {
        return config.ports().stream()
                .filter(port -> kept && !listening.contains(port) && !closing.contains(port))
                .filter(port -> !withdrawn.contains(port) && !blocked.containsKey(port))
                .boxed()
                .collect(toSet());
    }

    void opened(int port) {
        listening.add(port);
        blocked.remove(port);
        failures.remove(port);
        settle();
    }

    void openFailed(int port) {
        bindFailures++;
        int before = failures.merge(port, 1, Integer::sum) - 1;
        blocked.put(port, ticker.nanos() + (FIRST_BLOCK_NANOS << Math.min(before, 5)));
        settle();
    }

    void cancel(Lease lease) {
        opening.merge(lease.port, -1, Integer::sum);
        leases.remove(lease.holder, lease);
        settle();
    }

    void advertised(LeaseHolder holder) {
        Lease lease = leases.get(holder);
        if (lease != null && lease.granted) {
            lease.deadline = ticker.nanos() + config.leaseTimeout().toNanos();
        }
    }

    private void end(Lease lease, ReleaseCause cause) {
        leases.remove(lease.holder, lease);
        if (lease.granted) {
            ended.merge(cause, 1L, Long::sum);
            if (cause != ReleaseCause.CONNECTED && !config.rest().isZero()) {
                Pair pair = new Pair(lease.port, lease.client());
                rests.remove(pair);
                rests.put(pair, ticker.nanos() + config.rest().toNanos());
            }
        }
    }

    /** The connection to be closed, if there is one. */
    @Nullable
    LeasedConnection release(LeaseHolder holder, ReleaseCause cause) {
        Lease lease = leases.get(holder);
        if (lease != null) {
            end(lease, cause);
        }
        LeasedConnection unused = arrivalOf(holder);
        if (unused != null) {
            arrivals.remove(unused);
        }
        settle();
        return unused;
    }

    private @Nullable LeasedConnection arrivalOf(LeaseHolder holder) {
        return arrivals.entrySet().stream()
                .filter(entry -> entry.getValue().lease.holder == holder)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** Whether the connection reaches a session. */
    boolean match(LeasedConnection connection) {
        for (Lease lease : leases.values()) {
            if (lease.granted
                    && lease.port == connection.port()
                    && lease.client().equals(connection.client())
                    && lease.number <= connection.grantedBefore()) {
                arrive(connection, lease);
                end(lease, ReleaseCause.CONNECTED);
                settle();
                return true;
            }
        }
        return false;
    }

    private void arrive(LeasedConnection connection, Lease lease) {
        arrivals.put(
                connection,
                new Arrival(lease, ticker.nanos() + config.leaseTimeout().toNanos()));
        connected.merge(connection.port(), 1, Integer::sum);
    }

    /** Whether the new connection takes the place of the dead one. */
    boolean replace(LeasedConnection dead, LeasedConnection fresh) {
        Arrival arrival = arrivals.get(dead);
        if (arrival == null
                || arrival.lease.number > fresh.grantedBefore()
                || arrival.lease.deadline <= ticker.nanos()) {
            return false;
        }
        arrivals.remove(dead);
        arrive(fresh, arrival.lease);
        return true;
    }

    void drop(LeasedConnection dead) {
        Arrival arrival = arrivals.remove(dead);
        if (arrival != null) {
            Lease lease = arrival.lease;
            boolean free = config.sharing() == PortSharing.CLIENT
                    ? !has(lease.port, lease.client())
                    : leases.values().stream().noneMatch(other -> other.port == lease.port);
            if (free && lease.deadline > ticker.nanos()) {
                Lease again = new Lease(lease.holder, lease.port);
                leases.put(lease.holder, again);
                begin(again, lease.deadline);
            }
        }
        settle();
    }

    void take(LeasedConnection connection) {
        arrivals.remove(connection);
        settle();
    }

    void closed(LeasedConnection connection) {
        connected.merge(connection.port(), -1, Integer::sum);
    }

    void withdraw(int port) {
        withdrawn.add(port);
        settle();
    }

    Over expire() {
        long now = ticker.nanos();
        for (Lease lease : List.copyOf(leases.values())) {
            if (lease.granted && lease.deadline <= now) {
                end(lease, ReleaseCause.TIMED_OUT);
            }
        }
        Set<LeasedConnection> unused = new LinkedHashSet<>();
        arrivals.forEach((connection, arrival) -> {
            if (arrival.deadline <= now) {
                unused.add(connection);
            }
        });
        arrivals.keySet().removeAll(unused);
        rests.values().removeIf(end -> end <= now);
        blocked.values().removeIf(end -> end <= now);
        settle();
        Set<Integer> unneeded = new HashSet<>();
        lingering.forEach((port, since) -> {
            if (since + config.listenerLinger().toNanos() <= now) {
                unneeded.add(port);
            }
        });
        closing.addAll(unneeded);
        settle();
        return new Over(unneeded, unused, nextDeadline());
    }

    private long nextDeadline() {
        List<Long> deadlines = new ArrayList<>();
        leases.values().stream().filter(lease -> lease.granted).forEach(lease -> deadlines.add(lease.deadline));
        arrivals.values().forEach(arrival -> deadlines.add(arrival.deadline));
        deadlines.addAll(rests.values());
        deadlines.addAll(blocked.values());
        lingering
                .values()
                .forEach(since -> deadlines.add(since + config.listenerLinger().toNanos()));
        return deadlines.stream().min(Comparator.naturalOrder()).orElse(Long.MAX_VALUE);
    }

    void listenersClosed(Set<Integer> ports) {
        closing.removeAll(ports);
        listening.removeAll(ports);
    }

    Set<LeasedConnection> stop() {
        List.copyOf(leases.values()).stream().filter(lease -> lease.granted).forEach(lease -> {
            end(lease, ReleaseCause.SERVER_STOPPED);
        });
        Set<LeasedConnection> unused = new HashSet<>(arrivals.keySet());
        arrivals.clear();
        settle();
        return unused;
    }

    private void settle() {
        for (int port : config.ports().toArray()) {
            boolean needed = (kept && !withdrawn.contains(port))
                    || opening.getOrDefault(port, 0) > 0
                    || leases.values().stream().anyMatch(lease -> lease.port == port)
                    || arrivals.keySet().stream().anyMatch(connection -> connection.port() == port);
            if (needed || !listening.contains(port) || closing.contains(port)) {
                lingering.remove(port);
            } else {
                lingering.putIfAbsent(port, ticker.nanos());
            }
        }
    }
}
