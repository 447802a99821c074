package org.ephemeralftp.client.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.ActiveListener;
import org.ephemeralftp.client.connection.ControlConnection;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.connection.Reply;

/**
 * A listing over a connection that the server makes. Some servers say 150 before they connect and some after it; a 425
 * may come at any time.
 */
final class ActiveListing {
    /** After the last wait: that the control connection is closed shows only to one who reads. */
    private static final Duration LAST_LOOK = Duration.ofMillis(50);

    private final Session session;
    private final ControlConnection control;
    private final AttemptLog log;
    private final Duration wait;
    private final LongSupplier ticker;
    private @Nullable Reply start;

    /** @param wait of each single wait, at most */
    ActiveListing(Session session, AttemptLog log, Duration wait, LongSupplier ticker) {
        this.session = session;
        this.control = session.control();
        this.log = log;
        this.wait = wait;
        this.ticker = ticker;
    }

    void go(DataMode mode) throws PhaseFailed {
        DataSteps steps = new DataSteps(session, log, wait, ticker);
        ActiveListener listener = listen(mode);
        AttemptLog.Step starting;
        Socket data;
        try {
            starting = list();
            data = await(listener, starting);
        } finally {
            session.sockets().close(listener);
        }
        Reply first = start == null ? starting.replied(() -> control.reply(wait)) : start;
        steps.end(first, steps.drain(data));
    }

    private ActiveListener listen(DataMode mode) throws PhaseFailed {
        AttemptLog.Step setup = log.begin(Phase.DATA_SETUP).ends(session.local(), session.remote());
        ActiveListener listener;
        try {
            listener = session.sockets().add(ActiveListener.bind(session.local().address()));
        } catch (IOException e) {
            throw setup.failed(e);
        }
        Endpoint bound = listener.bound();
        setup.said(bound).replied(() -> control.send(mode.name(), mode.argument(bound)));
        return listener;
    }

    private AttemptLog.Step list() throws PhaseFailed {
        AttemptLog.Step starting = log.begin(Phase.TRANSFER_START);
        try {
            control.write("LIST", null);
            return starting;
        } catch (IOException e) {
            throw starting.failed(e);
        }
    }

    /** Waits for the server's connection, or for a reply that says that none will come. */
    private Socket await(ActiveListener listener, AttemptLog.Step starting) throws PhaseFailed {
        AttemptLog.Step connecting = log.begin(Phase.DATA_CONNECT).said(listener.bound());
        long began = ticker.getAsLong();
        while (true) {
            try {
                Socket data = listener.accept(session.remote().address(), left(began), ticker, control::replyWaits);
                session.sockets().add(data);
                connecting
                        .ends(end(data.getLocalSocketAddress()), end(data.getRemoteSocketAddress()))
                        .connected();
                return data;
            } catch (SocketTimeoutException e) {
                hear(listener, left(began), starting, connecting);
            } catch (IOException e) {
                throw connecting.failed(e);
            }
        }
    }

    private Duration left(long began) {
        return wait.minusNanos(ticker.getAsLong() - began);
    }

    private static Endpoint end(SocketAddress address) {
        return Endpoint.of((InetSocketAddress) address);
    }

    /** No connection yet: goes on if it is announced now, and fails otherwise. */
    private void hear(ActiveListener listener, Duration left, AttemptLog.Step starting, AttemptLog.Step connecting)
            throws PhaseFailed {
        Reply reply;
        try {
            reply = control.reply(left.compareTo(LAST_LOOK) < 0 || !control.replyWaits() ? LAST_LOOK : left);
        } catch (SocketTimeoutException silence) {
            throw connecting.failed(new SocketTimeoutException(
                    listener.strangers().isEmpty()
                            ? "no connection came"
                            : "no connection came from the server, but from "
                                    + String.join(", ", listener.strangers())));
        } catch (IOException e) {
            throw connecting.failed(e);
        }
        // Until then the refusal may be one of the command; a 425 always is one of the connection (RFC 959, section
        // 4.2).
        if (start == null && reply.code() != 425) {
            start = starting.replied(() -> reply);
        } else {
            connecting.replied(() -> reply);
        }
    }
}
