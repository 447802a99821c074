package org.ephemeralftp.server.control;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.users.LoginLimits;

/**
 * Makes guessing passwords slow, for each client address on its own, over all its sessions and those that it had.
 *
 * <p><b>Turns.</b> The passwords of one client are tried one after the other, in the order they came. After a wrong one the
 * turn does not pass on before a delay is over, and only then is the refusal sent. So it is of no use to guess over many
 * connections, or not to wait for the refusal, or to close the connection: the next guess is tried no sooner. The right
 * password is answered as soon as it was tried. That tells no more than the answer does, because a second guess would have
 * to wait for the end of the first one. Others behind the same address wait for such delays, too, since nothing tells them
 * apart before they are logged in; who says anonymous, which needs no password, does not. A login that succeeds does not
 * clear the count, or one who has an account could guess another's without end.
 *
 * <p><b>Delays and bans.</b> {@link LoginLimits} says how long and how many. While a client is banned its passwords are not
 * tried at all, the right one neither, and it cannot connect. No address is exempt; the loopback address stands for
 * everybody behind a tunnel.
 *
 * <p><b>Memory.</b> Those who wait are sessions, whose number has limits. Of clients that failed, so many are remembered; one
 * more has that one forgotten whose failures are fewest and oldest, and a banned one only if all are.
 *
 * <p>Nobody is called under the lock, and nothing here waits.
 */
final class LoginGuard {
    private static final Logger log = LoggerFactory.getLogger(LoginGuard.class);
    static final int MOST_REMEMBERED = 10_000;

    private final LoginLimits limits;
    private final LongSupplier ticker;
    private final Later.Timer timer;
    private final Map<ClientAddress, GuardedClient> clients = new HashMap<>();

    LoginGuard(LoginLimits limits, LongSupplier ticker, Later.Timer timer) {
        this.limits = limits;
        this.ticker = ticker;
        this.timer = timer;
    }

    /** What has become of a request for a turn. */
    enum State {
        WAITING,
        /** A password may be tried; then {@link Turn#passed} or {@link Turn#failed} is to be called. */
        MINE,
        /** The client is banned. */
        BANNED,
        /** Given up while it waited. */
        LEFT
    }

    /** A request for a turn, and then the turn. */
    final class Turn {
        private final GuardedClient client;
        private final Runnable call;
        private State state = State.WAITING;

        private Turn(GuardedClient client, Runnable call) {
            this.client = client;
            this.call = call;
        }

        /** How it stands now. Whoever still waits waits no more. */
        State settle() {
            synchronized (LoginGuard.this) {
                if (state == State.WAITING) {
                    client.waiting.remove(this);
                    state = State.LEFT;
                    forgetIfBlank(client);
                }
                return state;
            }
        }

        /** Passes the turn on, because the password was right, or was not tried. */
        void passed() {
            Turn next;
            synchronized (LoginGuard.this) {
                next = client.waiting.poll();
                client.turn = next;
                if (next == null) {
                    forgetIfBlank(client);
                } else {
                    next.state = State.MINE;
                }
            }
            if (next != null) {
                call(next);
            }
        }

        /**
         * The password was wrong. When its refusal may be sent, the task is run, and the turn is passed on.
         *
         * @param refuse runs on whichever thread; it must not block
         */
        void failed(Runnable refuse) {
            long delay;
            List<Turn> refused;
            boolean begins;
            synchronized (LoginGuard.this) {
                long now = ticker.getAsLong();
                boolean before = client.isBanned(now);
                delay = client.failed(now, limits);
                begins = client.isBanned(now) && !before;
                refused = begins ? banWaiting(client) : List.of();
                forgetOneTooMany(now);
            }
            if (begins) {
                log.warn(
                        "Too many failed logins: {} is banned for {} s",
                        client.address,
                        limits.banTime().toSeconds());
            }
            refused.forEach(LoginGuard::call);
            Runnable end = () -> {
                try {
                    refuse.run();
                } finally {
                    passed();
                }
            };
            if (delay == 0) {
                end.run();
            } else {
                timer.after(delay, end);
            }
        }
    }

    /**
     * Asks for a turn.
     *
     * @param call run once, on whichever thread, as soon as {@link Turn#settle} has an answer, unless it is asked before;
     *     it must not block
     */
    Turn enter(InetAddress address, Runnable call) {
        Turn turn;
        synchronized (this) {
            GuardedClient client = clients.computeIfAbsent(ClientAddress.of(address), GuardedClient::new);
            turn = new Turn(client, call);
            if (client.isBanned(ticker.getAsLong())) {
                turn.state = State.BANNED;
            } else if (client.turn == null) {
                client.turn = turn;
                turn.state = State.MINE;
            } else {
                client.waiting.add(turn);
                return turn;
            }
        }
        call(turn);
        return turn;
    }

    /** Whoever cannot be called, for want of a thread above all, must not keep the turn from the others for good. */
    private static void call(Turn turn) {
        try {
            turn.call.run();
        } catch (RuntimeException | Error e) {
            log.warn("A login cannot go on: {}", e.toString());
            if (turn.state == State.MINE) {
                turn.passed();
            }
        }
    }

    /** Whether a client must not connect. */
    synchronized boolean isBanned(InetAddress address) {
        GuardedClient client = clients.get(ClientAddress.of(address));
        return client != null && client.isBanned(ticker.getAsLong());
    }

    /** How many clients something is known of. */
    synchronized int remembered() {
        return clients.size();
    }

    private static List<Turn> banWaiting(GuardedClient client) {
        List<Turn> refused = List.copyOf(client.waiting);
        client.waiting.clear();
        refused.forEach(turn -> turn.state = State.BANNED);
        return refused;
    }

    private void forgetIfBlank(GuardedClient client) {
        if (client.isBlank(ticker.getAsLong())) {
            clients.remove(client.address, client);
        }
    }

    /** Looks at all of them, which takes less than the hash of the password that was wrong. */
    private void forgetOneTooMany(long now) {
        if (clients.size() > MOST_REMEMBERED) {
            clients.values().removeIf(client -> client.isBlank(now));
        }
        if (clients.size() > MOST_REMEMBERED) {
            clients.values().stream()
                    .filter(GuardedClient::isIdle)
                    .min(GuardedClient.leastDangerousFirst(now))
                    .ifPresent(client -> clients.remove(client.address));
        }
    }
}
