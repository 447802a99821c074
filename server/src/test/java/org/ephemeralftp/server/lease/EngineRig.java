package org.ephemeralftp.server.lease;

import static org.ephemeralftp.server.lease.PoolRig.host;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import org.ephemeralftp.server.ports.PortSet;

/** A running engine on loopback sockets, and the clients that connect to it; all of it closed in the end. */
final class EngineRig implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    final ScriptedBinder binder = new ScriptedBinder();
    final PortLeases leases;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ConcurrentLinkedDeque<AutoCloseable> clients = new ConcurrentLinkedDeque<>();

    EngineRig(PortSet ports, UnaryOperator<LeaseConfig.Builder> options) throws IOException {
        leases = PortLeases.start(
                options.apply(LeaseConfig.builder(ports).binder(binder)).build());
    }

    EngineRig(PortSet ports) throws IOException {
        this(ports, options -> options);
    }

    /** A session of the client at 127.0.0.{@code host} with the server at 127.0.0.1. */
    LeaseHolder session(int host) {
        return leases.holder(host(1), host(host), "session of " + host);
    }

    /** A connection to the lease's port from 127.0.0.{@code host}. */
    Socket connect(int host, PortLease lease) throws IOException {
        Socket socket = new Socket();
        clients.add(socket);
        socket.bind(new InetSocketAddress(host(host), 0));
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(lease.address());
        return socket;
    }

    /** Does it on another thread. */
    <T> Future<T> inBackground(Callable<T> task) {
        return threads.submit(task);
    }

    LeaseCounts counts() {
        return leases.snapshot().counts();
    }

    LeaseTotals totals() {
        return leases.snapshot().totals();
    }

    /** Whether the server ended this connection without a byte. */
    static boolean isTurnedAway(Socket client) throws IOException {
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether the connection that reached the session is the one this client made. */
    static boolean isFrom(Socket client, LeasedConnection connection) throws IOException {
        return client.getLocalSocketAddress().equals(connection.channel().getRemoteAddress());
    }

    /** Whether anybody could listen on 127.0.0.1 with this port now. */
    static boolean isBindable(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host(1), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static ConditionFactory await() {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(10));
    }

    @Override
    public void close() throws Exception {
        leases.close();
        for (AutoCloseable client : clients) {
            client.close();
        }
        threads.shutdownNow();
    }
}
