package org.ephemeralftp.client.sweep;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.commons.net.ftp.FTPReply;

import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.ControlConnection;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.connection.PassiveReply;
import org.ephemeralftp.client.connection.Reply;
import org.ephemeralftp.client.connection.Secret;
import org.ephemeralftp.client.connection.StallGuard;

/** One logged-in control connection that asks for ports and tries them, one at a time. {@link #close} is for any thread. */
final class SweepSession implements Closeable {
    private final SweepPlan plan;
    private final ControlConnection control;
    private final InetAddress address;
    private final DataMode mode;
    private final Secret password;
    private final Duration timeout;
    private final int connectMillis;
    private final LongSupplier ticker;
    private volatile Socket data = new Socket();
    private volatile boolean closed;
    private boolean usable = true;

    /** What one try gave. */
    record Tried(PortVerdict verdict, String detail) {}

    /**
     * The answer to PASV or EPSV.
     *
     * @param port 0 if the server has none for us now
     */
    record Lease(int port, String reply) {
        boolean given() {
            return port > 0;
        }
    }

    /** A session that could not be had, with a reason for people. */
    static final class NoSessionException extends IOException {
        NoSessionException(String message) {
            super(message);
        }
    }

    /** One that is not connected yet. */
    SweepSession(SweepPlan plan, InetAddress address, DataMode mode, StallGuard guard) {
        this.plan = plan;
        this.control = new ControlConnection(guard, plan.timeout());
        this.address = address;
        this.mode = mode;
        this.password = plan.password();
        this.timeout = plan.timeout();
        this.connectMillis = (int) plan.connectTimeout().toMillis();
        this.ticker = plan.ticker();
    }

    /** Connects and logs in, both within the limits of single waits. */
    void open() throws IOException {
        try {
            control.connect(plan.server().host(), address, plan.server().port(), null);
            boolean implicitTls = plan.server().implicitTls();
            if (implicitTls) {
                control.startTls(plan.tls().orElseThrow().newTls().forManyTransfers());
            }
            require("the connection", control.greeting());
            if (plan.tls().isPresent()) {
                if (!implicitTls) {
                    require("AUTH TLS", control.auth(plan.tls().get().newTls().forManyTransfers()));
                }
                require("PROT P", control.protectData());
            }
            require("the login", control.logIn(plan.user(), plan.password()));
        } catch (IOException e) {
            boolean ended = closed;
            close();
            throw ended ? new NoSessionException("the sweep is over") : e;
        }
    }

    private void require(String what, Reply reply) throws IOException {
        if (!reply.completion()) {
            throw new NoSessionException(what + " is answered with " + hidden(reply));
        }
    }

    private String hidden(Reply reply) {
        return password.hideIn(reply.text());
    }

    /** SITE LEASE and what follows it: the words of servers that let a client choose its port. */
    Reply site(String words) throws IOException {
        return alive(control.send("SITE", "LEASE " + words));
    }

    /** Asks for a port. A lease this session still has ends with it. */
    Lease lease() throws IOException {
        Reply reply = alive(control.send(mode.name(), null));
        if (!reply.completion()) {
            return new Lease(0, hidden(reply));
        }
        Endpoint told =
                mode == DataMode.PASV ? PassiveReply.ofPasv(reply.text()) : PassiveReply.ofEpsv(reply.text(), address);
        return new Lease(told.port(), hidden(reply));
    }

    private static Reply alive(Reply reply) throws IOException {
        if (reply.code() == FTPReply.SERVICE_NOT_AVAILABLE) {
            throw new NoSessionException("the server ended a session: " + reply.text());
        }
        return reply;
    }

    /** Whether this session's replies are still where they belong. */
    boolean usable() {
        return usable && !closed;
    }

    /**
     * Connects to the port leased last, at the address of the control connection, and lists the directory over it: only
     * the 226 says that the connection reached this session.
     *
     * @throws IOException if the control connection failed, so that nothing is known of the port
     */
    Tried test(int port) throws IOException {
        try (Socket socket = new Socket()) {
            data = socket;
            if (closed) {
                throw new NoSessionException("the sweep is over");
            }
            try {
                socket.connect(new InetSocketAddress(address, port), connectMillis);
            } catch (IOException e) {
                PortVerdict verdict = PortVerdict.of(ConnectionOutcome.of(e));
                return new Tried(verdict, verdict == PortVerdict.FAILED ? String.valueOf(e.getMessage()) : "");
            }
            return list(socket);
        }
    }

    private Tried list(Socket socket) throws IOException {
        control.write("LIST", null);
        Listing.End end = new Listing(control, socket, timeout, ticker).run();
        usable = end.inStep();
        return new Tried(end.verdict(), password.hideIn(end.detail()));
    }

    /** Says QUIT, so that the server need not find out. */
    void quit() {
        closed = true;
        control.quit();
    }

    @Override
    public void close() {
        closed = true;
        // Without a word of TLS, on which it could wait.
        control.abort();
        try {
            data.close();
        } catch (IOException e) {
            // It is closed either way.
        }
    }
}
