package org.ephemeralftp.server.lease;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One data port of one bound address: everything the pool knows of it. Guarded by the pool's lock.
 *
 * <p>There are thousands of these and most are idle, so that what is seldom there is made when it is first wanted: the
 * fewer bytes a grant touches, the less it depends on how many ports there are.
 */
final class PortSlot {
    /**
     * A (port, client key) pair at rest: a late connection of an ended lease may still arrive. All that may are for the
     * session which {@code left} it, unless that is null.
     */
    record Rest(PortSlot slot, LeaseClient client, @Nullable LeaseHolder left) {}

    final int port;
    /** Whether the kernel may pick this number for an outgoing connection, so that others are preferred. */
    final boolean collides;

    /** The first lease here; it is the only one unless ports are shared. */
    private @Nullable PortLease lease;
    /** The other leases. */
    private Map<ClientKey, PortLease> others = Map.of();

    private Map<ClientKey, ExpiryQueue.Entry<Rest>> rests = Map.of();
    /** Connections accepted here and not yet used, oldest first. */
    private List<LeasedConnection> arrivals = List.of();

    @Nullable
    PortBag bag;

    int place;

    private @Nullable DataListener listener;
    boolean listening;
    boolean closing;
    boolean withdrawn;
    int connected;
    /** Threads that are about to open the listener for a reservation, which may have been given up since. */
    int openers;

    /** Whether the listener is open for nobody, and since when. */
    boolean lingering;

    long lingeringSince;
    /** When to look whether it still is; it may be queued although the listener is needed again. */
    ExpiryQueue.@Nullable Entry<PortSlot> linger;

    ExpiryQueue.@Nullable Entry<PortSlot> block;
    /** Bind failures since the last success: each one doubles the time until the next try. */
    int bindFailures;

    PortSlot(int port, boolean collides) {
        this.port = port;
        this.collides = collides;
    }

    PortState state() {
        if (withdrawn) {
            return PortState.WITHDRAWN;
        }
        if (closing) {
            return PortState.CLOSING;
        }
        if (block != null) {
            return PortState.BLOCKED;
        }
        if (isLeased()) {
            return PortState.LEASED;
        }
        return rests.isEmpty() ? PortState.UNUSED : PortState.RESTING;
    }

    /** Whether a listener here serves anybody, or is about to. */
    boolean isNeeded() {
        return openers > 0 || isLeased() || !arrivals.isEmpty();
    }

    /** Whether at least one lease is reserved or pending here. */
    boolean isLeased() {
        return lease != null || !others.isEmpty();
    }

    /** The one listener of this port, made when it is first wanted. The only member with a guard of its own. */
    synchronized DataListener listener(Supplier<DataListener> maker) {
        if (listener == null) {
            listener = maker.get();
        }
        return listener;
    }

    Collection<PortLease> leases() {
        if (lease == null) {
            return others.values();
        }
        List<PortLease> all = new ArrayList<>(others.values());
        all.add(0, lease);
        return all;
    }

    @Nullable
    PortLease lease(ClientKey key) {
        PortLease first = lease;
        return first != null && first.client().equals(key) ? first : others.get(key);
    }

    void put(PortLease added) {
        PortLease present = lease(added.client());
        if (present != null) {
            throw new IllegalStateException(added + " granted beside " + present);
        }
        if (lease == null) {
            lease = added;
        } else {
            others = others.isEmpty() ? new HashMap<>() : others;
            others.put(added.client(), added);
        }
    }

    void remove(PortLease removed) {
        if (lease == removed) {
            lease = null;
        } else if (!others.remove(removed.client(), removed)) {
            throw new IllegalStateException(removed + " is not on its port");
        }
    }

    boolean rests(ClientKey key) {
        return rests.containsKey(key);
    }

    /** How this pair rests; null if it does not. */
    ExpiryQueue.@Nullable Entry<Rest> rest(ClientKey key) {
        return rests.get(key);
    }

    /** How all pairs on this port rest. */
    Collection<ExpiryQueue.Entry<Rest>> rests() {
        return rests.values();
    }

    ExpiryQueue.@Nullable Entry<Rest> putRest(ClientKey key, ExpiryQueue.Entry<Rest> entry) {
        rests = rests.isEmpty() ? new HashMap<>() : rests;
        return rests.put(key, entry);
    }

    ExpiryQueue.@Nullable Entry<Rest> removeRest(ClientKey key) {
        return rests.isEmpty() ? null : rests.remove(key);
    }

    void arrived(LeasedConnection connection) {
        arrivals = arrivals.isEmpty() ? new ArrayList<>(1) : arrivals;
        arrivals.add(connection);
    }

    boolean removeArrival(LeasedConnection connection) {
        return !arrivals.isEmpty() && arrivals.remove(connection);
    }

    int arrivals() {
        return arrivals.size();
    }

    List<LeasedConnection> arrivalsOf(ClientKey key) {
        if (arrivals.isEmpty()) {
            return List.of();
        }
        return arrivals.stream().filter(c -> c.client().equals(key)).toList();
    }
}
