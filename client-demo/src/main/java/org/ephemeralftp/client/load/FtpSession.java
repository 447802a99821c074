package org.ephemeralftp.client.load;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.ClientTls;
import org.ephemeralftp.client.connection.ControlConnection;
import org.ephemeralftp.client.connection.Reply;
import org.ephemeralftp.client.connection.Secret;
import org.ephemeralftp.client.connection.ServerAddress;
import org.ephemeralftp.client.connection.StallGuard;

/** One session on a server, ready for transfers: greeted, under TLS if that is wanted, logged in, binary. */
final class FtpSession implements Closeable {
    private final Door door;
    private final ControlConnection control;
    private volatile String step = "connect";
    private volatile boolean closed;
    private volatile @Nullable Closeable data;

    /**
     * The way into a server.
     *
     * @param server whose name the certificate must name
     * @param address what is connected to; the name is not looked up again
     * @param trust null for everything in clear
     * @param limit of each single wait
     */
    record Door(
            ServerAddress server,
            InetAddress address,
            String user,
            Secret password,
            ClientTls.@Nullable Trust trust,
            Duration limit) {}

    /** One that is not connected yet, so that another thread can close it at any time. */
    FtpSession(Door door, StallGuard guard) {
        this.door = door;
        this.control = new ControlConnection(guard, door.limit());
    }

    /**
     * Goes all the way to TYPE I. The caller closes it, whatever comes of it.
     *
     * @throws RefusedException if the server says no
     */
    void open() throws IOException {
        ServerAddress server = door.server();
        ClientTls.Trust trust = door.trust();
        control.connect(server.host(), door.address(), server.port(), null);
        if (server.implicitTls() && trust != null) {
            step = "TLS handshake";
            control.startTls(trust.newTls().forManyTransfers());
        }
        require("greeting", control::greeting);
        if (!server.implicitTls() && trust != null) {
            require("AUTH", () -> control.auth(trust.newTls().forManyTransfers()));
        }
        require("login", () -> control.logIn(door.user(), door.password()));
        if (trust != null) {
            require("PROT", control::protectData);
        }
        require("TYPE", () -> control.send("TYPE", "I"));
    }

    private void require(String step, Question question) throws IOException {
        this.step = step;
        Reply reply = question.reply();
        if (!reply.completion()) {
            throw new RefusedException(reply, door.password());
        }
    }

    /** The step that {@link #open} is at, or failed at: a command, "connect" or "greeting". */
    String step() {
        return step;
    }

    @FunctionalInterface
    private interface Question {
        Reply reply() throws IOException;
    }

    ControlConnection control() {
        return control;
    }

    /** The limit of each single wait. */
    Duration limit() {
        return door.limit();
    }

    /** This is the session's data connection now, or what will come to be it; it ends with the session. */
    void carriesBy(Closeable data) {
        this.data = data;
        if (closed) {
            closeQuietly(data);
        }
    }

    /** Ends everything at once, from any thread: whoever waits for the server on either connection fails. */
    @Override
    public void close() {
        closed = true;
        // First what TLS lies over: a TLS socket waits with its last word for a write that stands.
        control.abort();
        closeQuietly(data);
        control.close();
    }

    private static void closeQuietly(@Nullable Closeable data) {
        try {
            if (data != null) {
                data.close();
            }
        } catch (IOException e) {
            // It is closed either way.
        }
    }
}
