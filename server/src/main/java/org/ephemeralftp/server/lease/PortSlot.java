package org.ephemeralftp.server.lease;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One data port of one bound address: everything the pool knows of it. Guarded by the pool's lock. */
final class PortSlot {
    /** A (port, client key) pair at rest: a late connection of an ended lease may still arrive. */
    record Rest(PortSlot slot, LeaseClient client) {}

    final int port;
    /** Whether the kernel may pick this number for an outgoing connection, so that others are preferred. */
    final boolean collides;

    private final Map<ClientKey, PortLease> leases = new HashMap<>(2);
    private final Map<ClientKey, ExpiryQueue.Entry<Rest>> rests = new HashMap<>(2);
    /** Connections accepted here and not yet used, oldest first. */
    private final List<LeasedConnection> arrivals = new ArrayList<>(1);

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
        if (!leases.isEmpty()) {
            return PortState.LEASED;
        }
        return rests.isEmpty() ? PortState.UNUSED : PortState.RESTING;
    }

    /** Whether a listener here serves anybody, or is about to. */
    boolean isNeeded() {
        return openers > 0 || !leases.isEmpty() || !arrivals.isEmpty();
    }

    /** The one listener of this port, made when it is first wanted. The only member with a guard of its own. */
    synchronized DataListener listener(Supplier<DataListener> maker) {
        if (listener == null) {
            listener = maker.get();
        }
        return listener;
    }

    Collection<PortLease> leases() {
        return leases.values();
    }

    @Nullable
    PortLease lease(ClientKey key) {
        return leases.get(key);
    }

    void put(PortLease lease) {
        PortLease other = leases.put(lease.client(), lease);
        if (other != null) {
            throw new IllegalStateException(lease + " granted beside " + other);
        }
    }

    void remove(PortLease lease) {
        if (!leases.remove(lease.client(), lease)) {
            throw new IllegalStateException(lease + " is not on its port");
        }
    }

    boolean rests(ClientKey key) {
        return rests.containsKey(key);
    }

    ExpiryQueue.@Nullable Entry<Rest> putRest(ClientKey key, ExpiryQueue.Entry<Rest> entry) {
        return rests.put(key, entry);
    }

    ExpiryQueue.@Nullable Entry<Rest> removeRest(ClientKey key) {
        return rests.remove(key);
    }

    void arrived(LeasedConnection connection) {
        arrivals.add(connection);
    }

    boolean removeArrival(LeasedConnection connection) {
        return arrivals.remove(connection);
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
