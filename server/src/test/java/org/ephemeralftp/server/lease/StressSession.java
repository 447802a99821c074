package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * One session and its client: it leases, its client connects and sends what identifies session and lease, and whatever
 * arrives with the session must be just that. Some clients and some sessions misbehave.
 */
final class StressSession implements Callable<Integer> {
    /** What happens to one lease. */
    enum Act {
        /** The client connects before the transfer command. */
        CONNECT_EARLY,
        /** The client connects while the transfer command waits for it. */
        CONNECT_LATE,
        /** The client connects, goes away unheard, and connects again. */
        CONNECT_TWICE,
        /** As above, while the transfer command waits. */
        CONNECT_TWICE_LATE,
        /** The client never connects. */
        STAY_AWAY,
        /** The session gives up, with or without its client there already. */
        RELEASE,
        /** The session gives up, and its client comes then. */
        RELEASE_AND_CONNECT,
        /** The session gives up while its transfer command waits. */
        RELEASE_WHILE_WAITING,
        /** The control connection ends while the transfer command waits. */
        CLOSE_WHILE_WAITING,
        /** The session asks for another port. */
        REPLACE;

        /** What sessions with a common address may do: nobody connects for a lease that may be over. */
        static final List<Act> PUNCTUAL = List.of(
                CONNECT_EARLY,
                CONNECT_LATE,
                CONNECT_EARLY,
                CONNECT_LATE,
                RELEASE_WHILE_WAITING,
                CLOSE_WHILE_WAITING,
                REPLACE);

        /** What a session with an address of its own may do; mostly what is ordinary. */
        static final List<Act> ANY = List.of(
                CONNECT_EARLY,
                CONNECT_LATE,
                CONNECT_EARLY,
                CONNECT_LATE,
                CONNECT_EARLY,
                CONNECT_LATE,
                CONNECT_TWICE,
                CONNECT_TWICE_LATE,
                STAY_AWAY,
                RELEASE,
                RELEASE_AND_CONNECT,
                RELEASE_WHILE_WAITING,
                CLOSE_WHILE_WAITING,
                REPLACE);
    }

    private final PortLeases leases;
    private final InetAddress client;
    private final int id;
    private final List<Act> acts;
    private final int rounds;
    private final Duration limit;
    private final ExecutorService helpers;
    private final SplittableRandom random;
    private LeaseHolder holder;
    private long token;
    private long begun;
    private int served;

    /** Plays {@code rounds} leases, or as many as the time allows; {@code helpers} run what happens meanwhile. */
    StressSession(
            PortLeases leases,
            InetAddress client,
            int id,
            List<Act> acts,
            int rounds,
            Duration limit,
            ExecutorService helpers) {
        this.leases = leases;
        this.client = client;
        this.id = id;
        this.acts = acts;
        this.rounds = rounds;
        this.limit = limit;
        this.helpers = helpers;
        random = new SplittableRandom(id);
        token = (long) id << 32;
        holder = open();
    }

    private LeaseHolder open() {
        return leases.holder(Loopback.SERVER, client, "session " + id);
    }

    /** How many connections were served. */
    @Override
    public Integer call() throws Exception {
        long start = System.nanoTime();
        try {
            for (int i = 0; i < rounds && System.nanoTime() - start < limit.toNanos(); i++) {
                Act act = acts.get(random.nextInt(acts.size()));
                try {
                    play(act);
                } catch (LeaseEndedException e) {
                    mayHaveTakenTooLong(act, e);
                } catch (Exception | AssertionError e) {
                    throw new AssertionError("session " + id + " from " + client + ", lease " + i + ", " + act, e);
                }
            }
        } finally {
            holder.close();
        }
        return served;
    }

    private void play(Act act) throws Exception {
        token++;
        PortLease lease = lease();
        InetSocketAddress address = lease.address();
        switch (act) {
            case CONNECT_EARLY -> {
                try (Socket socket = connect(address)) {
                    serve(socket);
                }
            }
            case CONNECT_LATE -> serveLate(helpers.submit(() -> connect(address)));
            case CONNECT_TWICE -> {
                Loopback.connect(client, address).close();
                try (Socket socket = connect(address)) {
                    serve(socket);
                }
            }
            case CONNECT_TWICE_LATE -> {
                Loopback.connect(client, address).close();
                serveLate(helpers.submit(() -> connect(address)));
            }
            case STAY_AWAY -> ends(ReleaseCause.TIMED_OUT);
            case RELEASE -> {
                try (Socket socket = connect(address)) {
                    holder.release(ReleaseCause.ABORTED);
                    assertThat(Loopback.isTurnedAway(socket)).isTrue();
                }
            }
            case RELEASE_AND_CONNECT -> {
                holder.release(ReleaseCause.ABORTED);
                // Before the next lease: what still gets through must not be taken for that one's.
                assertThat(Loopback.isTurnedAway(client, address)).isTrue();
            }
            case RELEASE_WHILE_WAITING -> {
                Future<?> release = helpers.submit(() -> holder.release(ReleaseCause.ABORTED));
                ends(ReleaseCause.ABORTED);
                release.get();
            }
            case CLOSE_WHILE_WAITING -> {
                Future<?> close = helpers.submit(holder::close);
                ends(ReleaseCause.SESSION_CLOSED);
                close.get();
                holder = open();
            }
            case REPLACE -> {
                PortLease second = lease();
                assertThat(lease.cause()).isEqualTo(ReleaseCause.REPLACED);
                try (Socket socket = connect(second.address())) {
                    serve(socket);
                }
            }
        }
    }

    private PortLease lease() throws Exception {
        begun = System.nanoTime();
        PortLease lease = holder.lease();
        holder.advertised();
        return lease;
    }

    /** On a busy machine a client may come after the lease timeout, or a transfer command after that of its client. */
    private void mayHaveTakenTooLong(Act act, LeaseEndedException e) {
        long elapsed = System.nanoTime() - begun;
        boolean timeout = e.releaseCause() == ReleaseCause.TIMED_OUT || e.releaseCause() == ReleaseCause.CONNECTED;
        if (!timeout || elapsed < leases.config().leaseTimeout().toNanos()) {
            throw new AssertionError("session " + id + " from " + client + ", " + act + " after " + elapsed + " ns", e);
        }
    }

    private Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = Loopback.connect(client, address);
        Loopback.send(socket, token);
        return socket;
    }

    private void serveLate(Future<Socket> connecting) throws Exception {
        holder.dropClosed();
        try (LeasedConnection connection = holder.connection();
                Socket socket = connecting.get()) {
            exchange(connection, socket);
        } catch (LeaseEndedException e) {
            // The client must have come and gone before the next lease.
            close(connecting);
            throw e;
        }
    }

    private static void close(Future<Socket> connecting) throws InterruptedException, IOException {
        try {
            connecting.get().close();
        } catch (ExecutionException e) {
            assertThat(e.getCause()).as("turned away").isInstanceOf(IOException.class);
        }
    }

    private void serve(Socket socket) throws Exception {
        holder.dropClosed();
        try (LeasedConnection connection = holder.connection()) {
            exchange(connection, socket);
        }
    }

    private void exchange(LeasedConnection connection, Socket socket) throws IOException {
        assertThat(connection.channel().getRemoteAddress()).isEqualTo(socket.getLocalSocketAddress());
        assertThat(Loopback.receive(connection)).isEqualTo(token);
        Loopback.send(connection, ~token);
        assertThat(Loopback.receive(socket)).isEqualTo(~token);
        served++;
    }

    private void ends(ReleaseCause cause) {
        assertThatThrownBy(() -> holder.connection().close())
                .isInstanceOfSatisfying(
                        LeaseEndedException.class,
                        e -> assertThat(e.releaseCause()).isEqualTo(cause));
    }
}
