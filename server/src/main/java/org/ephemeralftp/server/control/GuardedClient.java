package org.ephemeralftp.server.control;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.users.LoginLimits;

/** What {@link LoginGuard} knows of one client: its failed logins, its ban, and whose turn it is. Under the guard's lock. */
final class GuardedClient {
    /** Failures count together that are within so long of the first of them. */
    static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** The longest delay is the first one, doubled so many times. */
    static final int MOST_DOUBLINGS = 4;

    final ClientAddress address;
    /** Whose turn it is; it stays so while the refusal of a failed login waits. */
    LoginGuard.@Nullable Turn turn;

    final Queue<LoginGuard.Turn> waiting = new ArrayDeque<>();
    private int failures;
    private long windowEnd;
    private boolean banned;
    private long banEnd;

    GuardedClient(ClientAddress address) {
        this.address = address;
    }

    /** The one that is to be forgotten first: whose failures are fewest, then oldest; who is banned, last. */
    static Comparator<GuardedClient> leastDangerousFirst(long now) {
        return Comparator.<GuardedClient, Boolean>comparing(client -> client.banned)
                .thenComparingInt(client -> client.failures)
                .thenComparingLong(client -> (client.banned ? client.banEnd : client.windowEnd) - now);
    }

    /** Adds a failure; returns for how long its refusal waits. */
    long failed(long now, LoginLimits limits) {
        forgetOld(now);
        if (failures == 0) {
            windowEnd = now + WINDOW_NANOS;
        }
        failures++;
        long delay = limits.delay().toNanos() << Math.min(failures - 1, MOST_DOUBLINGS);
        if (limits.banAfter() > 0 && failures >= limits.banAfter() && !banned) {
            banned = true;
            banEnd = now + limits.banTime().toNanos();
        }
        return delay;
    }

    boolean isBanned(long now) {
        forgetOld(now);
        return banned;
    }

    int failures() {
        return failures;
    }

    /** After a ban, as after a window, the count begins anew. */
    private void forgetOld(long now) {
        if (banned ? now - banEnd >= 0 : failures > 0 && now - windowEnd >= 0) {
            banned = false;
            failures = 0;
        }
    }

    /** Whether nobody is at it or waits, so that it may be forgotten, at worst to the client's advantage. */
    boolean isIdle() {
        return turn == null && waiting.isEmpty();
    }

    /** Whether there is nothing to be known of it. */
    boolean isBlank(long now) {
        forgetOld(now);
        return isIdle() && failures == 0 && !banned;
    }
}
