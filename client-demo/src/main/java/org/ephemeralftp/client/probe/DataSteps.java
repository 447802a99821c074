package org.ephemeralftp.client.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.ControlConnection;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.connection.PassiveReply;
import org.ephemeralftp.client.connection.Reply;

/** The phases of one transfer that all sorts of attempts are made of. */
final class DataSteps {
    /** So much of a listing shows that bytes come. */
    private static final long MOST_BYTES = 1 << 20;

    /** So many waits, too, if it trickles. */
    private static final int MOST_WAITS = 3;

    private final Session session;
    private final ControlConnection control;
    private final AttemptLog log;
    private final Duration wait;
    private final LongSupplier ticker;

    /** @param wait of each single wait, at most */
    DataSteps(Session session, AttemptLog log, Duration wait, LongSupplier ticker) {
        this.session = session;
        this.control = session.control();
        this.log = log;
        this.wait = wait;
        this.ticker = ticker;
    }

    /** A whole listing over a connection to where the server listens. */
    void passiveListing(DataMode mode) throws PhaseFailed {
        Endpoint said = passive(mode);
        Socket data = connect(said, session.remote().address(), session.local().address());
        Reply start = start("LIST", null);
        end(start, drain(data));
    }

    /** PASV or EPSV: where the server says that it listens. */
    Endpoint passive(DataMode mode) throws PhaseFailed {
        AttemptLog.Step step = log.begin(Phase.DATA_SETUP).ends(session.local(), session.remote());
        Endpoint[] said = new Endpoint[1];
        step.replied(() -> {
            Reply reply = control.send(mode.name(), null);
            if (reply.completion()) {
                said[0] = mode == DataMode.PASV
                        ? PassiveReply.ofPasv(reply.text())
                        : PassiveReply.ofEpsv(reply.text(), session.remote().address());
                step.said(said[0]);
            }
            return reply;
        });
        return said[0];
    }

    /**
     * Connects to the port that was told.
     *
     * @param address not always the one that was told
     * @param from null for whichever the route has
     */
    Socket connect(Endpoint said, InetAddress address, @Nullable InetAddress from) throws PhaseFailed {
        Endpoint target = new Endpoint(address, said.port());
        AttemptLog.Step step = log.begin(Phase.DATA_CONNECT).said(said).ends(null, target);
        try {
            Socket socket = session.sockets().add(new Socket());
            if (from != null) {
                socket.bind(new InetSocketAddress(from, 0));
            }
            socket.connect(new InetSocketAddress(address, said.port()), (int) wait.toMillis());
            step.ends(Endpoint.of((InetSocketAddress) socket.getLocalSocketAddress()), target)
                    .connected();
            return socket;
        } catch (IOException e) {
            if (ConnectionOutcome.of(e) == ConnectionOutcome.RESET) {
                // Whoever resets had accepted: what refuses is told as refused. The reset was faster than this thread.
                step.connected();
                throw log.begin(Phase.BYTES).said(said).ends(null, target).failed(e);
            }
            throw step.failed(e);
        }
    }

    /** The transfer command, and the first reply to it. */
    Reply start(String verb, @Nullable String argument) throws PhaseFailed {
        return log.reply(Phase.TRANSFER_START, () -> control.send(verb, argument));
    }

    /** Reads the data connection to its end, or until it is seen that bytes come; tells whether it is the end. */
    boolean drain(Socket raw) throws PhaseFailed {
        AttemptLog.Step step = bytes(raw);
        try (raw) {
            raw.setSoTimeout((int) wait.toMillis());
            try (Socket data = control.protect(raw)) {
                InputStream in = data.getInputStream();
                byte[] buffer = new byte[8192];
                TimeLimit patience = new TimeLimit(ticker, wait.multipliedBy(MOST_WAITS));
                long count = 0;
                int n = in.read(buffer);
                while (n >= 0 && count < MOST_BYTES && patience.has(Duration.ofNanos(1))) {
                    count += n;
                    n = in.read(buffer);
                }
                step.completed(count + (n < 0 ? " bytes" : " bytes, and more that were not waited for"));
                return n < 0;
            }
        } catch (IOException e) {
            throw failed(step, e);
        }
    }

    /** The clock of the bytes starts. */
    AttemptLog.Step bytes(Socket raw) {
        return log.begin(Phase.BYTES)
                .ends(Endpoint.of((InetSocketAddress) raw.getLocalSocketAddress()), Endpoint.of((InetSocketAddress)
                        raw.getRemoteSocketAddress()));
    }

    /** What the server says of it tells more than the end of a connection does. */
    PhaseFailed failed(AttemptLog.Step bytes, IOException e) {
        String text = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        try {
            if (!(e instanceof SocketTimeoutException) || control.replyWaits()) {
                text += "; the server says " + control.reply(wait).text();
            }
        } catch (IOException silence) {
            // The first failure is the one to tell of.
        }
        return bytes.failed(e, text);
    }

    /**
     * The final reply, unless the first one was it already. The one to a transfer that was cut short would say nothing of
     * the network; without it, the session is in no state to go on in ({@link #cutShort}).
     */
    void end(Reply start, boolean whole) throws PhaseFailed {
        if (whole) {
            log.reply(Phase.TRANSFER_END, () -> start.completion() ? start : control.reply(wait));
        } else {
            log.begin(Phase.TRANSFER_END).completed("not waited for, as the listing was cut short");
        }
    }

    static boolean cutShort(Attempt attempt) {
        return attempt.passed() && attempt.last().outcome() == ConnectionOutcome.COMPLETED;
    }
}
