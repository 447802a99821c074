package org.ephemeralftp.server.control;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FileSystemFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.UserManager;
import org.apache.ftpserver.listener.Listener;

import org.ephemeralftp.server.advertise.Advertiser;
import org.ephemeralftp.server.data.DataPlane;

/** The control plane: Apache FtpServer with our listener, our handler and our commands in their places. */
public final class ControlPlane implements AutoCloseable {
    private final FtpServer server;
    private final ControlListener listener;
    private final UserManager users;
    private final SessionEvents events = new SessionEvents();

    /** Prepares a control plane; nothing is bound before {@link #start}. */
    public ControlPlane(
            ControlConfig config,
            DataPlane dataPlane,
            Advertiser advertiser,
            UserManager users,
            FileSystemFactory files) {
        this.users = users;
        listener = new ControlListener(config, dataPlane, events);
        FtpServerFactory factory = new FtpServerFactory();
        // The server clears the map when it stops.
        factory.setListeners(new HashMap<>(Map.of("default", (Listener) listener)));
        factory.setUserManager(users);
        factory.setFileSystem(files);
        factory.setCommandFactory(CommandTable.of(config, advertiser, dataPlane));
        server = factory.createServer();
    }

    /**
     * Starts to accept control connections.
     *
     * @throws IOException if the address cannot be bound
     */
    public void start() throws IOException {
        try {
            server.start();
        } catch (ControlListener.BindFailure e) {
            throw e.failure();
        } catch (FtpException e) {
            throw new IOException("The control plane cannot be started", e);
        }
    }

    /** The address control connections are accepted on, with the port that was really bound. */
    public InetSocketAddress address() {
        return listener.address();
    }

    /**
     * Starts to accept control connections on the port for implicit TLS, too.
     *
     * @throws IOException if it cannot be bound
     */
    public void startImplicitTls(int port) throws IOException {
        listener.bindImplicitTls(port);
    }

    /** The port on which TLS begins with the first byte; 0 if there is none. */
    public int implicitTlsPort() {
        return listener.implicitTlsPort();
    }

    /** Whether there is an account of this name. */
    public boolean hasUser(String name) {
        try {
            return users.doesExist(name);
        } catch (FtpException e) {
            return false;
        }
    }

    /** Calls the observer for what happens in sessions from now on. */
    public void observe(SessionObserver observer) {
        events.add(observer);
    }

    /** Calls the observer no more. */
    public void unobserve(SessionObserver observer) {
        events.remove(observer);
    }

    /** The sessions that are admitted, by their number, as they are now. */
    public List<SessionSnapshot> sessions() {
        return listener.snapshots();
    }

    /** Whether {@link #drain} was called: sessions only finish what they are at. */
    public boolean isDraining() {
        return listener.isDraining();
    }

    /**
     * Lets sessions finish what they are at, for so long, and ends the rest politely; it is yet to be closed then.
     *
     * @return whether nothing that a session was at was cut
     */
    public boolean drain(Duration limit) throws InterruptedException {
        return listener.drain(limit);
    }

    /** Ends every control connection and whatever runs on it. */
    @Override
    public void close() {
        server.stop();
    }
}
