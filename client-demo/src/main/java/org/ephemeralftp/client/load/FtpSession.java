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
import org.ephemeralftp.client.connection.StallGuard;

/** One session on a server, ready for transfers: greeted, under TLS if that is wanted, logged in, binary. */
final class FtpSession implements Closeable {
    private final Door door;
    private final ControlConnection control;

    /**
     * The way into a server.
     *
     * @param host what the certificate must name
     * @param address what is connected to; the name is not looked up again
     * @param trust null for everything in clear
     * @param limit of each single wait
     */
    record Door(
            String host,
            InetAddress address,
            int port,
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
        control.connect(door.host(), door.address(), door.port(), null);
        require("greeting", control.greeting());
        ClientTls.Trust trust = door.trust();
        if (trust != null) {
            require("AUTH", control.auth(trust.newTls().forManyTransfers()));
        }
        require("login", control.logIn(door.user(), door.password()));
        if (trust != null) {
            require("PROT", control.protectData());
        }
        require("TYPE", control.send("TYPE", "I"));
    }

    private void require(String step, Reply reply) throws RefusedException {
        if (!reply.completion()) {
            throw new RefusedException(step, reply, door.password());
        }
    }

    ControlConnection control() {
        return control;
    }

    /** The limit of each single wait. */
    Duration limit() {
        return door.limit();
    }

    @Override
    public void close() {
        control.close();
    }
}
