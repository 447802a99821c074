package org.ephemeralftp.server.admin;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.control.SessionObserver;
import org.ephemeralftp.server.lease.LeaseObserver;

/**
 * The live view of a server over HTTP. It is bound first and serves from {@link #start} to {@link #close}; the JDK's server
 * speaks HTTP.
 */
public final class AdminServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
    private static final int BACKLOG = 64;
    private static final int THREADS = 8;

    /** How long a request may take, from its first byte to the last of its answer; event streams have their own limit. */
    private static final long REQUEST_SECONDS = 5;

    private final HttpServer http;
    private final Access access;
    private final TimeLimits limits = new TimeLimits();
    private final AtomicInteger threads = new AtomicInteger();
    private final ThreadPoolExecutor requests = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            task -> TimeLimits.daemon(task, "ephemeral-ftp-admin-" + threads.incrementAndGet()));
    private Runnable forget = () -> {};
    private boolean started;
    private boolean closed;

    private AdminServer(HttpServer http, Access access) {
        this.http = http;
        this.access = access;
        requests.allowCoreThreadTimeOut(true);
    }

    /**
     * Binds the port; nobody is served yet.
     *
     * @throws IOException if it cannot be bound
     * @throws IllegalArgumentException if the file of the token cannot be read or has none
     */
    public static AdminServer bind(AdminConfig config) throws IOException {
        Access access = Access.of(config);
        int port = Objects.requireNonNull(config.port(), "there is no live view without a port");
        InetSocketAddress address = new InetSocketAddress(config.address(), port);
        requireFree(address);
        return new AdminServer(HttpServer.create(address, BACKLOG), access);
    }

    /** The JDK's server leaves its socket open when that cannot be bound, so that is found out before. */
    private static void requireFree(InetSocketAddress address) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address, BACKLOG);
        }
    }

    /** The address and port that were really bound. */
    public InetSocketAddress address() {
        return http.getAddress();
    }

    /** Serves from now on. */
    public synchronized void start(Observed server) {
        Instant now = Instant.now();
        LastExhaustion exhaustion = new LastExhaustion();
        EventFeed feed = new EventFeed(now);
        Metrics metrics = new Metrics(server);
        EventStreams streams = new EventStreams(feed, limits);
        List<LeaseObserver> ofLeases = List.of(exhaustion, feed, metrics.leases());
        List<SessionObserver> ofSessions = List.of(feed, metrics.sessions());
        ofLeases.forEach(server::observe);
        ofSessions.forEach(server::observe);
        forget = () -> {
            streams.close();
            ofLeases.forEach(server::unobserve);
            ofSessions.forEach(server::unobserve);
            metrics.close();
        };
        PortsJson ports = new PortsJson(server, now, exhaustion);
        http.createContext("/", new AdminHandler(server, access, ports, metrics::scrape, streams));
        http.setExecutor(request -> requests.execute(() -> serve(request)));
        http.start();
        started = true;
    }

    /** The JDK's server reads requests in here, too, however slowly they come. */
    private void serve(Runnable request) {
        try {
            limits.within(REQUEST_SECONDS, TimeUnit.SECONDS, request::run);
        } catch (IOException e) {
            throw new AssertionError("a request throws none", e);
        }
    }

    /** Ends what is being read, and closes the port; further calls do nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        forget.run();
        if (!started) {
            // It stops only what runs, and what is bound would stay so.
            http.start();
        }
        http.stop(0);
        requests.shutdownNow();
        limits.close();
        try {
            if (!requests.awaitTermination(1, TimeUnit.SECONDS)) {
                log.debug("A request is still being answered");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
