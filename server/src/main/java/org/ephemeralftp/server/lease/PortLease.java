package org.ephemeralftp.server.lease;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The right of one control session's client to connect to one data port, until the connection arrives, the time runs
 * out or the session gives it up.
 *
 * <p>The identity of a lease is the object; it ends exactly once. All mutable state is guarded by the pool's lock.
 */
public final class PortLease {
    private final LeaseHolder holder;
    private final PortSlot slot;

    private volatile LeaseState state = LeaseState.RESERVED;
    /** Written before, and read after, the state. */
    private @Nullable ReleaseCause cause;

    /** Which grant of the pool this was: a connection accepted before it cannot be meant for it. */
    private long number;

    private long since;
    private long deadline;
    /** Whether a connection for another session's lease may still arrive: its rest was cut short for this one. */
    boolean afterAnother;
    /** Whether a thread is at opening the listener for it. */
    boolean opening;

    ExpiryQueue.@Nullable Entry<PortLease> timer;

    PortLease(LeaseHolder holder, PortSlot slot) {
        this.holder = holder;
        this.slot = slot;
    }

    /** The data port, always inside the configured set. */
    public int port() {
        return slot.port;
    }

    /** The address and port the listener is bound to. */
    public InetSocketAddress address() {
        return new InetSocketAddress(holder.boundAddress(), slot.port);
    }

    /** Who may connect. */
    public ClientKey client() {
        return holder.client();
    }

    /** The session this lease belongs to, as named when its holder was made. */
    public String owner() {
        return holder.owner();
    }

    public LeaseState state() {
        return state;
    }

    /** Why the lease ended; null as long as it has not. */
    public @Nullable ReleaseCause cause() {
        return state == LeaseState.ENDED ? cause : null;
    }

    void grant(long number, long since, long deadline) {
        state = state.to(LeaseState.PENDING);
        this.number = number;
        this.since = since;
        this.deadline = deadline;
    }

    void end(ReleaseCause cause) {
        LeaseState ended = state.to(LeaseState.ENDED);
        this.cause = cause;
        state = ended;
    }

    /** Ends a reservation that never became a lease. */
    void abandon() {
        state = state.to(LeaseState.ENDED);
    }

    void extend(long newDeadline) {
        deadline = newDeadline;
    }

    LeaseHolder holder() {
        return holder;
    }

    PortSlot slot() {
        return slot;
    }

    long number() {
        return number;
    }

    long deadline() {
        return deadline;
    }

    long since() {
        return since;
    }

    @Override
    public String toString() {
        ReleaseCause ended = cause();
        return "lease of port " + port() + " for " + client() + " (" + owner() + "), "
                + (ended == null ? state : ended);
    }
}
