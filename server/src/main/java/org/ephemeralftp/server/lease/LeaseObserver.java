package org.ephemeralftp.server.lease;

import java.net.InetSocketAddress;
import java.time.Duration;

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

    /** A request had to wait for a port, and does no more: it has got one, got none, or was given up. */
    default void waited(ClientKey client, String owner, Duration time) {}

    /** A request got no port. */
    default void refused(ClientKey client, String owner, LeaseCounts counts) {}

    /** A connection was reset, because its peer held no lease on that port. */
    default void stranger(InetSocketAddress peer, InetSocketAddress listener) {}

    /** A number could not be bound and rests; {@code reason} is the system's message. */
    default void bindFailed(InetSocketAddress listener, String reason) {}
}
