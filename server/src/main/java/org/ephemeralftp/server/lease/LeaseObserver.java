package org.ephemeralftp.server.lease;

import java.net.InetSocketAddress;

/**
 * A callback for what happens to leases. Calls come one at a time, in the order of events, on whichever thread caused
 * one; no lock on ports or listeners is held. An observer must not block: it would hold up the sessions of others. What
 * it throws is logged.
 */
public interface LeaseObserver {
    /** A listener is bound and the client may connect. */
    default void granted(LeaseView lease) {}

    /** A lease is over. */
    default void ended(LeaseView lease, ReleaseCause cause) {}

    /** A request got no port. */
    default void refused(ClientKey client, String owner, LeaseCounts counts) {}

    /** A connection was reset, because its peer held no lease on that port. */
    default void stranger(InetSocketAddress peer, InetSocketAddress listener) {}

    /** A number could not be bound and rests; {@code reason} is the system's message. */
    default void bindFailed(InetSocketAddress listener, String reason) {}
}
