package org.ephemeralftp.client.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.ControlConnection;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.connection.PassiveReply;
import org.ephemeralftp.client.connection.Reply;

/** The phases of one transfer that all sorts of attempts are made of. */
final class DataSteps {
    private final Session session;
    private final ControlConnection control;
    private final AttemptLog log;
    private final Duration wait;

    /** @param wait of each single wait, at most */
    DataSteps(Session session, AttemptLog log, Duration wait) {
        this.session = session;
        this.control = session.control();
        this.log = log;
        this.wait = wait;
    }

    /** A whole listing over a connection to where the server listens. */
    void passiveListing(DataMode mode) throws PhaseFailed {
        Endpoint said = passive(mode);
        Socket data = connect(said, session.remote().address(), session.local().address());
        Reply start = start("LIST", null);
        drain(data);
        end(start);
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

    /** Reads the data connection to its end. */
    void drain(Socket raw) throws PhaseFailed {
        AttemptLog.Step step = bytes(raw);
        try (raw) {
            raw.setSoTimeout((int) wait.toMillis());
            try (Socket data = control.protect(raw)) {
                InputStream in = data.getInputStream();
                byte[] buffer = new byte[8192];
                long count = 0;
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    count += n;
                }
                step.completed(count + " bytes");
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

    /** The final reply, unless the first one was it already. */
    void end(Reply start) throws PhaseFailed {
        log.reply(Phase.TRANSFER_END, () -> start.completion() ? start : control.reply(wait));
    }
}
