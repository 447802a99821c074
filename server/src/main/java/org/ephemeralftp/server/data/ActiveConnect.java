package org.ephemeralftp.server.data;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connect to a client in active mode, with a limit on its time: finding a port to come from, and connecting. Another
 * thread may cancel it at any moment.
 */
final class ActiveConnect {
    private final InetAddress local;
    private final InetSocketAddress target;
    private final Duration limit;
    private final ActivePorts.Search search;
    private @Nullable SocketChannel channel;
    private boolean cancelled;

    /** The limit counts from now. */
    ActiveConnect(ActivePorts ports, InetAddress local, InetSocketAddress target, Duration limit) {
        this.local = local;
        this.target = target;
        this.limit = limit;
        search = ports.search(local, target, limit);
    }

    /**
     * Connects. Whoever gets the connection closes it.
     *
     * @throws DataConnectionException if no port to come from is free, the client cannot be reached in time, or the
     *     connect was cancelled
     */
    ActiveConnection run() throws DataConnectionException, InterruptedException {
        while (true) {
            ActivePorts.Use from = search.next();
            try {
                return connect(from);
            } catch (BindException e) {
                // The four numbers are in use, by TIME_WAIT or another program; another port may do.
                if (from.port() == 0) {
                    throw failure(e);
                }
                search.refused(from, e);
            } catch (SocketTimeoutException e) {
                throw new DataConnectionException(
                        "No answer from " + peer() + " within " + limit.toMillis() / 1000.0 + " s", e);
            } catch (IOException e) {
                throw failure(e);
            }
        }
    }

    /** The port is given back unless the connection is made. */
    private ActiveConnection connect(ActivePorts.Use from) throws IOException {
        SocketChannel opened = null;
        try {
            opened = ActivePorts.open(local, from.port());
            enter(opened);
            long millis = Math.max(1, search.left().toMillis());
            opened.socket().connect(target, Math.toIntExact(millis));
            return new ActiveConnection(opened, from);
        } catch (IOException | RuntimeException e) {
            try (from) {
                if (opened != null) {
                    opened.close();
                }
            }
            throw e;
        } finally {
            leave();
        }
    }

    private synchronized void enter(SocketChannel opened) throws IOException {
        if (cancelled) {
            throw new IOException("it was given up");
        }
        channel = opened;
    }

    private synchronized void leave() {
        channel = null;
    }

    /** Makes {@link #run} fail at once; without effect on a connection that is made. */
    void cancel() {
        search.cancel();
        synchronized (this) {
            cancelled = true;
            if (channel != null) {
                try {
                    channel.close();
                } catch (IOException e) {
                    // The connect it was meant to end is over in any case.
                }
            }
        }
    }

    /** What {@link #run} throws when the client refuses. */
    DataConnectionException refused() {
        return failure(new ConnectException("Connection refused"));
    }

    private DataConnectionException failure(IOException e) {
        return new DataConnectionException("Cannot connect to " + peer() + ": " + reason(e), e);
    }

    /** A channel that is closed under a connect gives no reason. */
    private static String reason(IOException e) {
        return e.getMessage() == null ? "it was given up" : e.getMessage();
    }

    private String peer() {
        return target.getAddress().getHostAddress() + " port " + target.getPort();
    }
}
