package org.ephemeralftp.client.connection;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.commons.net.MalformedServerReplyException;
import org.apache.commons.net.ftp.FTPReply;
import org.jspecify.annotations.Nullable;

/**
 * One control connection, step by step: connect, greeting, AUTH, login, commands and their replies, each within a limit
 * however slowly its parts arrive. Data connections are their users' affair.
 *
 * <p>Every method throws an {@link IOException} that {@link ConnectionOutcome#of} understands. For one thread at a time;
 * {@link #close} and {@link #abort} for any.
 */
public final class ControlConnection implements Closeable {
    private final Wire wire = new Wire();
    private final StallGuard guard;
    private final Duration limit;
    private String host = "";
    private @Nullable ClientTls tls;
    private Secret password = new Secret("");

    /**
     * @param guard ends waits that a socket's own timeout would not
     * @param limit of each single wait, at least 1 ms
     */
    public ControlConnection(StallGuard guard, Duration limit) {
        this.guard = guard;
        this.limit = limit;
    }

    /**
     * Establishes the connection; the greeting is not read yet.
     *
     * @param host what the certificate must name, if there will be TLS
     * @param from the local address, or null for whichever the route has
     */
    public void connect(String host, InetAddress address, int port, @Nullable InetAddress from) throws IOException {
        this.host = host;
        wire.setConnectTimeout((int) limit.toMillis());
        if (from == null) {
            wire.connect(address, port);
        } else {
            wire.connect(address, port, from, 0);
        }
    }

    /** Reads the greeting, and the one after it if it is a 120 (RFC 959, section 5.4). */
    public Reply greeting() throws IOException {
        Reply first = reply(limit);
        return first.preliminary() ? reply(limit) : first;
    }

    /** Shakes hands without a word before it, as servers of implicit TLS expect it (usually on port 990). */
    public void startTls(ClientTls tls) throws IOException {
        try (StallGuard.Watch watch = guard.watch(wire.raw(), limit)) {
            try {
                wire.startTls(tls, host);
            } catch (IOException e) {
                throw watch.expired() ? new SocketTimeoutException("no TLS handshake within the limit") : e;
            }
        }
        this.tls = tls;
    }

    /**
     * AUTH TLS, and the handshake that a 234 and nothing else begins (RFC 4217, section 4); else the refusal.
     *
     * @throws MalformedServerReplyException if it agrees otherwise: whoever went on then would do so in clear
     */
    public Reply auth(ClientTls tls) throws IOException {
        Reply reply = send("AUTH", "TLS");
        if (reply.code() == 234) {
            startTls(tls);
        } else if (reply.completion()) {
            throw new MalformedServerReplyException("the reply to AUTH TLS is neither 234 nor a refusal: " + reply);
        }
        return reply;
    }

    /** PBSZ 0 and PROT P: data connections are to be under TLS (RFC 4217, section 9). Tells the first refusal. */
    public Reply protectData() throws IOException {
        Reply size = send("PBSZ", "0");
        return size.completion() ? send("PROT", "P") : size;
    }

    /**
     * USER, and PASS if it is asked for; the last reply, which is a 230 if all is well. From now on the password is masked
     * in refusals and in what is no reply.
     */
    public Reply logIn(String user, Secret password) throws IOException {
        this.password = password;
        Reply reply = send("USER", user);
        return reply.code() == FTPReply.NEED_PASSWORD ? send("PASS", password.reveal()) : reply;
    }

    /** Sends a command and waits for its reply. */
    public Reply send(String verb, @Nullable String argument) throws IOException {
        write(verb, argument);
        return reply(limit);
    }

    /** Sends a command; {@link #reply} reads what is said to it. */
    public void write(String verb, @Nullable String argument) throws IOException {
        try (StallGuard.Watch watch = guard.watch(wire.raw(), limit)) {
            try {
                wire.write(argument == null ? verb : verb + " " + argument);
            } catch (IOException e) {
                throw watch.expired() ? new SocketTimeoutException("nothing could be sent within the limit") : e;
            }
        }
    }

    /** Reads one reply. A 421 is a reply like any other here; that the connection ends is seen at the next. */
    public Reply reply(Duration within) throws IOException {
        try (StallGuard.Watch watch = guard.watch(wire.raw(), within)) {
            try {
                return masked(wire.read());
            } catch (MalformedServerReplyException e) {
                // It holds what the server said. Not as a cause: that would be printed as well.
                throw new MalformedServerReplyException(password.hideIn(String.valueOf(e.getMessage())));
            } catch (SocketException e) {
                throw watch.expired() ? new SocketTimeoutException("no reply within the limit") : e;
            }
        }
    }

    /** The numbers of a 227 may look like a short password, so that only what nobody has to parse is masked. */
    private Reply masked(Reply reply) {
        return reply.code() < 400
                ? reply
                : new Reply(
                        reply.code(),
                        reply.lines().stream().map(password::hideIn).toList());
    }

    /** Whether something that was not read yet has arrived. Under TLS that may be a part of a record only. */
    public boolean replyWaits() throws IOException {
        return wire.waits();
    }

    /** The TLS of this connection, for its data connections; null in clear. */
    public @Nullable ClientTls tls() {
        return tls;
    }

    /** Puts TLS over a data connection if this one is under TLS; the socket's own read timeout limits each wait. */
    public Socket protect(Socket data) throws IOException {
        return tls == null ? data : tls.over(data, host, remote().port());
    }

    /** This end. */
    public Endpoint local() {
        return Endpoint.of((InetSocketAddress) wire.socket().getLocalSocketAddress());
    }

    /** The server's end. */
    public Endpoint remote() {
        return Endpoint.of((InetSocketAddress) wire.socket().getRemoteSocketAddress());
    }

    /** Says QUIT if it can, without a wait for the answer, and closes. */
    public void quit() {
        try {
            write("QUIT", null);
        } catch (IOException e) {
            // It is being left anyway.
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        try {
            wire.disconnect();
        } catch (IOException e) {
            // The socket is closed either way.
        }
    }

    /** Closes at once and without a word, from any thread: whoever waits on this connection, or begins to, fails. */
    public void abort() {
        wire.abort();
    }
}
