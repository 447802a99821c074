package org.ephemeralftp.client.sweep;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.StallGuard;

/** The sessions of one sweep: opened when somebody needs one. How many there should be at a time is what it tells. */
final class Sessions implements Closeable {
    private final SweepPlan plan;
    private final InetAddress address;
    private final DataMode mode;
    private final StallGuard guard;
    private final Set<SweepSession> opening = new HashSet<>();
    private final Set<SweepSession> open = new HashSet<>();
    private final Deque<SweepSession> idle = new ArrayDeque<>();
    private int allowed;
    private int most;
    private boolean closed;

    Sessions(SweepPlan plan, InetAddress address, DataMode mode, StallGuard guard) {
        this.plan = plan;
        this.address = address;
        this.mode = mode;
        this.guard = guard;
        this.allowed = plan.sessions();
    }

    /**
     * Takes one that is idle, or opens one. If the server does not want it, there will be no more than there are now.
     *
     * @throws IOException if none can be had
     */
    SweepSession take() throws IOException {
        SweepSession fresh = new SweepSession(plan, address, mode, guard);
        synchronized (this) {
            if (closed) {
                throw new SweepSession.NoSessionException("the sweep is over");
            }
            SweepSession waiting = idle.poll();
            if (waiting != null) {
                return waiting;
            }
            opening.add(fresh);
        }
        try {
            fresh.open();
        } catch (IOException e) {
            synchronized (this) {
                opening.remove(fresh);
                allowed = Math.max(1, Math.min(allowed, open.size()));
            }
            throw e;
        }
        synchronized (this) {
            opening.remove(fresh);
            if (!closed) {
                open.add(fresh);
                most = Math.max(most, open.size());
                // The refusal of one that came at the same time counted fewer than there is room for.
                allowed = Math.max(allowed, open.size());
                return fresh;
            }
        }
        fresh.close();
        throw new SweepSession.NoSessionException("the sweep is over");
    }

    /** Takes one back that is not needed for the moment. */
    void giveBack(SweepSession session) {
        synchronized (this) {
            if (session.usable() && !closed) {
                idle.add(session);
                return;
            }
        }
        discard(session);
    }

    /** Closes one that went wrong. */
    void discard(SweepSession session) {
        synchronized (this) {
            open.remove(session);
        }
        session.close();
    }

    /** How many may work at a time. */
    synchronized int allowed() {
        return allowed;
    }

    synchronized int openNow() {
        return open.size();
    }

    synchronized int most() {
        return most;
    }

    /** Ends those that nobody uses, politely. */
    void quitIdle() {
        List<SweepSession> leaving;
        synchronized (this) {
            leaving = List.copyOf(idle);
            idle.clear();
            leaving.forEach(open::remove);
        }
        leaving.forEach(SweepSession::quit);
    }

    /** Ends all of them at once, whatever they do, and those that are being opened. */
    @Override
    public void close() {
        List<SweepSession> leaving;
        synchronized (this) {
            closed = true;
            leaving = Stream.concat(open.stream(), opening.stream()).toList();
            open.clear();
            idle.clear();
        }
        leaving.forEach(SweepSession::close);
    }
}
