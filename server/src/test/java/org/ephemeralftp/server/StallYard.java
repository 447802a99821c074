package org.ephemeralftp.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.ephemeralftp.server.testing.ControlConnection;

/** What {@link StalledClient}s share: a server with short limits, a listener that accepts nobody, and a slow beat. */
final class StallYard implements Closeable {
    static final Duration LEASE = Duration.ofSeconds(3);
    static final Duration CONNECT = Duration.ofSeconds(4);
    static final Duration DATA = Duration.ofSeconds(5);
    static final Duration IDLE = Duration.ofSeconds(6);

    /** Longer than every limit. */
    static final Duration LONG = Duration.ofSeconds(10);

    /** More than all the socket buffers on the way hold, so that a transfer of it cannot end unless it is read. */
    static final int BIG = 64 << 20;

    private static final int FULL_MILLIS = 1000;

    final EphemeralFtpServer server;
    final Path home;
    /** Counts those that are not ready yet. */
    final CountDownLatch everybody;
    /** Counts those that have a limit, down to the last one. */
    final CountDownLatch limited;

    final AtomicInteger stalled = new AtomicInteger();

    private final ExecutorService beat = Executors.newFixedThreadPool(4);
    private final Executor nextBeat = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, beat);
    private final List<Socket> fillers = new ArrayList<>();
    private final ServerSocket deaf;

    StallYard(Path home, String passivePorts, int clients, int limited) throws IOException {
        this.home = home;
        everybody = new CountDownLatch(clients);
        this.limited = new CountDownLatch(limited);
        deaf = new ServerSocket(0, 1);
        try {
            fillBacklog();
            server = EphemeralFtpServer.builder()
                    .port(0)
                    .passivePorts(passivePorts)
                    .leaseTimeout(LEASE)
                    .connectTimeout(CONNECT)
                    .dataTimeout(DATA)
                    .idleTimeout(IDLE)
                    .home(home)
                    .anonymous(true)
                    .user("u", "p")
                    .start();
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The next connect to the listener gets no answer. */
    private void fillBacklog() throws IOException {
        InetAddress local = InetAddress.getLoopbackAddress();
        while (true) {
            Socket socket = new Socket();
            fillers.add(socket);
            try {
                socket.connect(new InetSocketAddress(local, deaf.getLocalPort()), FULL_MILLIS);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
    }

    /** A port on every local address at which connects get no answer. */
    int deafPort() {
        return deaf.getLocalPort();
    }

    /** Does something once a second at most, until it returns true or fails. */
    CompletableFuture<Boolean> everySecond(Callable<Boolean> act) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        act(act, done);
        return done;
    }

    private void act(Callable<Boolean> act, CompletableFuture<Boolean> done) {
        if (done.isDone()) {
            return;
        }
        try {
            if (act.call()) {
                done.complete(true);
            } else {
                nextBeat.execute(() -> act(act, done));
            }
        } catch (Exception | AssertionError e) {
            done.completeExceptionally(e);
        }
    }

    /** Waits until everybody is ready, and keeps a session from being idle meanwhile. */
    void awaitEverybody(ControlConnection control) throws IOException, InterruptedException {
        everybody.countDown();
        while (!everybody.await(1, TimeUnit.SECONDS)) {
            control.expect("NOOP", 200);
        }
    }

    @Override
    public void close() throws IOException {
        beat.shutdownNow();
        for (Socket filler : fillers) {
            filler.close();
        }
        deaf.close();
        if (server != null) {
            server.close();
        }
    }
}
