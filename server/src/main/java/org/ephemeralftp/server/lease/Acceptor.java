package org.ephemeralftp.server.lease;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that accepts data connections the moment they arrive, ends what has run out of time, and closes
 * listeners. Any thread may bind a listener; closing and deregistering happens here alone, because a number can be
 * bound again only after the selector has let go of the closed channel.
 */
final class Acceptor implements Runnable {
    static final Logger log = LoggerFactory.getLogger(Acceptor.class);

    /** How long the thread, or accepting on a listener, pauses after a failure, such as a want of file descriptors. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final PortLeases leases;
    private final Ticker ticker;
    private final Selector selector;
    private final Thread thread = new Thread(this, "ephemeral-ftp-acceptor");
    private final Queue<Unidentified> arriving = new ConcurrentLinkedQueue<>();
    private final ExpiryQueue<SelectionKey> unidentified = new ExpiryQueue<>();
    /** Whether the last accept failed, which is in the log. The thread's alone. */
    private boolean failing;

    private final ExpiryQueue<SelectionKey> paused = new ExpiryQueue<>();
    private volatile long sleepsUntil = Long.MAX_VALUE;
    private volatile boolean stopped;

    Acceptor(PortLeases leases) throws IOException {
        this.leases = leases;
        ticker = leases.config().ticker();
        selector = Selector.open();
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Watches a bound listener from now on. */
    void register(ServerSocketChannel channel, DataListener listener) throws IOException {
        try {
            channel.register(selector, SelectionKey.OP_ACCEPT, listener);
        } catch (ClosedSelectorException e) {
            throw new IOException("the server stopped", e);
        }
        selector.wakeup();
    }

    void identifyLater(Unidentified connection) {
        arriving.add(connection);
        selector.wakeup();
    }

    /** Makes the thread look at its deadlines in time for this one. */
    void alarm(long deadline) {
        if (deadline < sleepsUntil) {
            selector.wakeup();
        }
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                try {
                    turn();
                } catch (IOException | RuntimeException | Error e) {
                    // Without this thread nothing would time out and no listener would close.
                    log.error("The acceptor failed at something and goes on", e);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        } finally {
            shutDown();
        }
    }

    private void turn() throws IOException {
        // An observer may have interrupted this thread, and an interrupted thread would spin instead of selecting.
        Thread.interrupted();
        // Whoever sets a deadline from here on wakes the selector.
        sleepsUntil = Long.MAX_VALUE;
        long next = Math.min(expire(), Math.min(unidentified.nextDeadline(), paused.nextDeadline()));
        leases.tellObservers();
        sleepsUntil = next;
        if (next == Long.MAX_VALUE) {
            selector.select();
        } else {
            long left = next - ticker.nanos();
            if (left > 0) {
                selector.select(TimeUnit.NANOSECONDS.toMillis(left) + 1);
            } else {
                selector.selectNow();
            }
        }
        for (SelectionKey key : List.copyOf(selector.selectedKeys())) {
            selector.selectedKeys().remove(key);
            handle(key);
        }
        for (Unidentified connection = arriving.poll(); connection != null; connection = arriving.poll()) {
            watch(connection);
        }
        leases.tellObservers();
    }

    private long expire() throws IOException {
        long now = ticker.nanos();
        for (SelectionKey key = paused.pollExpired(now); key != null; key = paused.pollExpired(now)) {
            if (key.isValid()) {
                key.interestOps(SelectionKey.OP_ACCEPT);
            }
        }
        for (SelectionKey key = unidentified.pollExpired(now); key != null; key = unidentified.pollExpired(now)) {
            if (key.isValid() && key.attachment() instanceof Unidentified connection) {
                timedOut(connection);
            }
        }
        long next = Long.MAX_VALUE;
        for (PortPool pool : leases.pools()) {
            PortPool.Expired expired = pool.expire();
            expired.unused().forEach(LeasedConnection::closeQuietly);
            closeListeners(pool, expired.unneeded());
            leases.kept().open(pool, expired.unopened());
            next = Math.min(next, expired.nextDeadline());
        }
        leases.forgetIdlePools();
        return next;
    }

    private void closeListeners(PortPool pool, List<PortSlot> slots) throws IOException {
        if (slots.isEmpty()) {
            return;
        }
        try {
            for (PortSlot slot : slots) {
                leases.listener(slot, pool).close();
            }
            // Deregisters them: until then the kernel still listens.
            selector.selectNow();
            // That took with it a wake-up that was meant for the next select, of a stop or a new deadline perhaps.
            selector.wakeup();
        } finally {
            pool.listeners().closed(slots);
        }
    }

    private void handle(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof DataListener listener) {
            try {
                listener.accept();
                if (failing) {
                    failing = false;
                    log.info("Data connections are accepted again");
                }
            } catch (IOException e) {
                pause(key, listener, e);
            }
        } else if (key.attachment() instanceof Unidentified connection) {
            identify(key, connection);
        }
    }

    private void pause(SelectionKey key, DataListener listener, IOException e) {
        if (key.isValid()) {
            if (!failing) {
                failing = true;
                log.warn("Cannot accept on the {}, trying again in a moment: {}", listener, e.getMessage());
            }
            key.interestOps(0);
            paused.add(key, ticker.nanos() + PAUSE_NANOS);
        }
    }

    private void watch(Unidentified connection) {
        try {
            SelectionKey key = connection.channel().register(selector, SelectionKey.OP_READ, connection);
            unidentified.add(
                    key, ticker.nanos() + leases.config().identifyTimeout().toNanos());
        } catch (ClosedChannelException e) {
            log.debug("A connection was gone before it was identified", e);
        }
    }

    private void timedOut(Unidentified connection) {
        try {
            connection.identifier().timedOut(connection.channel());
        } finally {
            connection.listener().reset(connection.channel(), null);
        }
    }

    private void identify(SelectionKey key, Unidentified connection) {
        try {
            InetSocketAddress peer = connection.peer();
            if (peer != null) {
                key.cancel();
                connection.listener().match(connection, peer);
            }
        } catch (IOException e) {
            key.cancel();
            connection.listener().reset(connection.channel(), null);
        }
    }

    /** Stops the thread and closes all listeners; returns when that is done, or after a few seconds. */
    void stop() {
        stopped = true;
        selector.wakeup();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void shutDown() {
        List<SelectionKey> keys = new ArrayList<>(selector.keys());
        try (selector) {
            for (SelectionKey key : keys) {
                if (key.attachment() instanceof DataListener listener) {
                    listener.close();
                } else if (key.attachment() instanceof Unidentified connection) {
                    LeasedConnection.reset(connection.channel());
                }
            }
            arriving.forEach(connection -> LeasedConnection.reset(connection.channel()));
        } catch (IOException e) {
            log.warn("Closing the acceptor failed", e);
        }
    }
}
