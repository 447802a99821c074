package org.ephemeralftp.server.data;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.lease.PortDraw;

/**
 * The local ports that active data connections come from: a set of the operator's, such as the classical port 20 (RFC
 * 959, section 3.2), or whatever the kernel chooses.
 *
 * <p>TCP tells connections apart by all four numbers. A port of a set therefore serves any number of connections at
 * once, but only one to the same endpoint of a client; a second one comes from another port, or waits.
 */
public final class ActivePorts {
    /** Below are the system ports (RFC 6335, section 6): to bind one takes a right, and nobody is connected to one. */
    static final int FIRST_USER_PORT = 1024;

    /** How often a draw is repeated before the free ports are counted out. */
    private static final int DRAWS = 8;

    /** When a port that the kernel refuses is tried again: nobody tells when TIME_WAIT or another program's use ends. */
    private static final long BUSY_NANOS = 250_000_000L;

    /** What one connection of ours is known by. */
    private record Link(InetAddress local, int port, InetSocketAddress remote) {}

    private final int[] ports;
    private final PortDraw draw = new PortDraw(PortDraw.defaultSource());
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final Set<Link> used = new HashSet<>();

    /** The given ports; none of them means that the kernel chooses. */
    public ActivePorts(int... ports) {
        this.ports = ports.clone();
    }

    boolean ephemeral() {
        return ports.length == 0;
    }

    /**
     * Sees whether the ports can be had at all: each one that needs a right, and at least one of the others.
     *
     * @param local the address connections will come from
     * @throws BindException that names the port, if it cannot
     */
    public void check(InetAddress local) throws IOException {
        BindException failure = null;
        boolean bound = ephemeral();
        for (int port : ports) {
            if (bound && port >= FIRST_USER_PORT) {
                continue;
            }
            try (SocketChannel probe = open(local, port)) {
                bound = true;
            } catch (BindException e) {
                failure = new BindException("port " + port + " cannot be bound (" + e.getMessage() + ")");
                failure.initCause(e);
                if (port < FIRST_USER_PORT) {
                    throw failure;
                }
            }
        }
        if (!bound && failure != null) {
            throw failure;
        }
    }

    /** A channel that is bound to the port, which other connections may use too. */
    static SocketChannel open(InetAddress local, int port) throws IOException {
        SocketChannel channel = SocketChannel.open(family(local));
        try {
            if (port != 0) {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            }
            return channel.bind(new InetSocketAddress(local, port));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static ProtocolFamily family(InetAddress address) {
        return address instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }

    /** Begins to look for a port for one connection; the limit counts from now. */
    Search search(InetAddress local, InetSocketAddress remote, Duration limit) {
        return new Search(local, remote, limit);
    }

    /** A port that one connection comes from, until this is closed; 0 if the kernel chooses. */
    final class Use implements Closeable {
        private final Link link;
        private boolean given;

        private Use(Link link) {
            this.link = link;
        }

        int port() {
            return link.port;
        }

        /** Gives the port back: to be called when the connection is closed. Further calls do nothing. */
        @Override
        public void close() {
            lock.lock();
            try {
                // After that the same numbers may be another connection's.
                if (!given) {
                    given = true;
                    used.remove(link);
                    change.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** One connection's search for its port. Another thread may cancel it at any moment. */
    final class Search {
        private final InetAddress local;
        private final InetSocketAddress remote;
        private final Duration limit;
        private final long deadline;
        /** Ports that the kernel refused, and when to try them again. */
        private final Map<Integer, Long> busy = new HashMap<>();

        private @Nullable BindException refusal;
        private boolean cancelled;

        private Search(InetAddress local, InetSocketAddress remote, Duration limit) {
            this.local = local;
            this.remote = remote;
            this.limit = limit;
            deadline = System.nanoTime() + limit.toNanos();
        }

        /** How much of the limit is left; not more than 0 if nothing is. */
        Duration left() {
            return Duration.ofNanos(deadline - System.nanoTime());
        }

        /**
         * A port that no other connection of ours to the same endpoint has; waits for one if need be.
         *
         * @throws DataConnectionException if there was none in time, or the search was cancelled
         */
        Use next() throws DataConnectionException, InterruptedException {
            lock.lockInterruptibly();
            try {
                while (true) {
                    if (cancelled) {
                        throw new DataConnectionException("The data connection was given up", null);
                    }
                    if (ephemeral()) {
                        return new Use(link(0));
                    }
                    long now = System.nanoTime();
                    if (now - deadline >= 0) {
                        throw none();
                    }
                    busy.values().removeIf(until -> now - until >= 0);
                    Link link = link(choose(port -> !busy.containsKey(port) && !used.contains(link(port))));
                    if (link.port != 0) {
                        used.add(link);
                        return new Use(link);
                    }
                    var unused = change.awaitNanos(pause(now));
                }
            } finally {
                lock.unlock();
            }
        }

        /** As long as nothing can change unless one of our connections is closed. */
        private long pause(long now) {
            long pause = deadline - now;
            for (long until : busy.values()) {
                pause = Math.min(pause, until - now);
            }
            return pause;
        }

        /** Leaves a port that the kernel refuses alone for a while. It must be given back first. */
        void refused(Use use, BindException reason) {
            lock.lock();
            try {
                refusal = reason;
                busy.put(use.port(), System.nanoTime() + BUSY_NANOS);
            } finally {
                lock.unlock();
            }
        }

        /** Makes {@link #next} fail, also one that waits. */
        void cancel() {
            lock.lock();
            try {
                cancelled = true;
                change.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private DataConnectionException none() {
            long ours = Arrays.stream(ports)
                    .filter(port -> used.contains(link(port)))
                    .count();
            return new DataConnectionException(
                    "No active port was free for %s port %d within %s s; %d port%s: %d with another data connection to it, %d busy%s"
                            .formatted(
                                    remote.getAddress().getHostAddress(),
                                    remote.getPort(),
                                    limit.toMillis() / 1000.0,
                                    ports.length,
                                    ports.length == 1 ? "" : "s",
                                    ours,
                                    ports.length - ours,
                                    refusal == null ? "" : " (" + refusal.getMessage() + ")"),
                    refusal);
        }

        private Link link(int port) {
            return new Link(local, port, remote);
        }
    }

    /**
     * One of the ports that pass the test, each as likely as any other, or 0. Most often nearly all of them do, so that
     * it is a matter of a draw or two.
     */
    private int choose(IntPredicate test) {
        for (int i = 0; i < DRAWS; i++) {
            int port = ports[draw.below(ports.length)];
            if (test.test(port)) {
                return port;
            }
        }
        int[] left = Arrays.stream(ports).filter(test).toArray();
        return left.length == 0 ? 0 : left[draw.below(left.length)];
    }
}
