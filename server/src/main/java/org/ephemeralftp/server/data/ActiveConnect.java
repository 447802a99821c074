package org.ephemeralftp.server.data;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One connect to a client in active mode, with a limit on its time. Another thread may cancel it at any moment. */
final class ActiveConnect {
    private final InetAddress local;
    private final InetSocketAddress target;
    private final Duration limit;
    private @Nullable SocketChannel channel;
    private boolean cancelled;

    ActiveConnect(InetAddress local, InetSocketAddress target, Duration limit) {
        this.local = local;
        this.target = target;
        this.limit = limit;
    }

    /**
     * Connects.
     *
     * @throws DataConnectionException if the client cannot be reached in time, or the connect was cancelled
     */
    SocketChannel run() throws DataConnectionException {
        try {
            return connect();
        } catch (SocketTimeoutException e) {
            throw new DataConnectionException(
                    "No answer from " + peer() + " within " + limit.toMillis() / 1000.0 + " s", e);
        } catch (IOException e) {
            throw new DataConnectionException("Cannot connect to " + peer() + ": " + reason(e), e);
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel opened = SocketChannel.open(
                target.getAddress() instanceof Inet4Address
                        ? StandardProtocolFamily.INET
                        : StandardProtocolFamily.INET6);
        try {
            enter(opened);
            opened.bind(new InetSocketAddress(local, 0));
            opened.socket().connect(target, Math.toIntExact(limit.toMillis()));
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
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
    synchronized void cancel() {
        cancelled = true;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // The connect it was meant to end is over in any case.
            }
        }
    }

    /** A channel that is closed under a connect gives no reason. */
    private static String reason(IOException e) {
        return e.getMessage() == null ? "it was given up" : e.getMessage();
    }

    private String peer() {
        return target.getAddress().getHostAddress() + " port " + target.getPort();
    }
}
