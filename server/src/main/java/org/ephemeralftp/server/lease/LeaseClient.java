package org.ephemeralftp.server.lease;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the pool keeps per client key, as long as a holder with that key or a rest of it exists. Guarded by the pool's
 * lock.
 */
final class LeaseClient {
    final ClientKey key;
    /** Where requests of this client wait. */
    final WaitingRoom.Queue queue;
    /** Ports on which this client's pair rests, longest rest first. */
    final Set<PortSlot> resting = new LinkedHashSet<>();

    int holders;
    /** Leases reserved or pending. */
    int leases;
    /** Requests that wait. */
    int waiting;

    LeaseClient(ClientKey key, WaitingRoom.Queue queue) {
        this.key = key;
        this.queue = queue;
    }

    boolean isForgettable() {
        return holders == 0 && resting.isEmpty();
    }
}
