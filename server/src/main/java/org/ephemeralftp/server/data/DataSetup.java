package org.ephemeralftp.server.data;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.lease.LeaseEndedException;
import org.ephemeralftp.server.lease.LeaseException;
import org.ephemeralftp.server.lease.LeaseHolder;
import org.ephemeralftp.server.lease.ReleaseCause;

/**
 * What a control session has set up for its next data connection: nothing, a leased port for the client to connect to
 * (passive), or an address of the client to connect to (active). Each setup serves one data connection.
 *
 * <p>The session's commands call it one after the other; {@link #abort} and {@link #close} may come from any thread and
 * end what a command is waiting for.
 */
public final class DataSetup implements AutoCloseable {
    /** The modes of RFC 959, section 3.2, and the state before one was chosen. */
    public enum Mode {
        NONE,
        PASSIVE,
        ACTIVE
    }

    private static final int FIRST_USER_PORT = 1024;

    private final DataPlane plane;
    private final LeaseHolder holder;
    private final InetAddress client;
    /** What a command is busy with, so that another thread can end it: a connect, then the open connection. */
    private final AtomicReference<@Nullable SocketChannel> connecting = new AtomicReference<>();

    private final AtomicReference<@Nullable DataConnection> current = new AtomicReference<>();
    private volatile Mode mode = Mode.NONE;
    private volatile @Nullable InetSocketAddress target;
    private volatile boolean closed;

    DataSetup(DataPlane plane, LeaseHolder holder, InetAddress client) {
        this.plane = plane;
        this.holder = holder;
        this.client = client;
    }

    /** The control connection's local address: listeners are bound to it, and active connections come from it. */
    public InetAddress local() {
        return holder.boundAddress();
    }

    /** How the next data connection will be made. */
    public Mode mode() {
        return mode;
    }

    /**
     * Sets up a passive data connection: leases a port and listens on it.
     *
     * @return the address and port to tell the client
     * @throws DataConnectionException if there is no port, the session gave up meanwhile, or this machine cannot listen
     */
    public InetSocketAddress passive() throws DataConnectionException {
        mode = Mode.NONE;
        target = null;
        try {
            // The holder gives up itself what it had.
            InetSocketAddress address = holder.lease().address();
            mode = Mode.PASSIVE;
            return address;
        } catch (LeaseException e) {
            throw new DataConnectionException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new DataConnectionException("The server cannot listen for a data connection: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataConnectionException("The server is stopping", e);
        }
    }

    /** To be called when the reply that tells the client its port was sent: the lease timeout counts from there. */
    public void advertised() {
        holder.advertised();
    }

    /**
     * Sets up an active data connection. Nothing is connected before the transfer command.
     *
     * @throws IllegalArgumentException with a sentence for the client, if the address is not one to connect to: only
     *     the client itself, or its configured network, and no system port (RFC 2577, section 3)
     */
    public void active(InetSocketAddress address) {
        replace();
        if (!plane.peerCheck().samePeer(client, address.getAddress())) {
            throw new IllegalArgumentException("Data connections go only to the address of your control connection");
        }
        if (address.getPort() < FIRST_USER_PORT) {
            throw new IllegalArgumentException("Data connections go only to ports from " + FIRST_USER_PORT + " on");
        }
        target = address;
        mode = Mode.ACTIVE;
    }

    /**
     * Whether the client may be told to go on before the data connection is there: it is to connect, or has. A connection
     * that it has closed already is dropped here, so that it may connect again, and not after the 150: a client with
     * nothing to send closes its connection right after that.
     */
    public boolean mayGoAhead() {
        return mode == Mode.PASSIVE && holder.dropClosed();
    }

    /**
     * Opens the data connection that was set up: waits for the client to connect, or connects to it. The setup is then
     * used up.
     *
     * @throws DataConnectionException if nothing was set up, or the connection could not be made
     */
    public DataConnection open() throws DataConnectionException {
        Mode chosen = mode;
        try {
            DataConnection connection = switch (chosen) {
                case NONE ->
                    throw new DataConnectionException(
                            "No data connection is set up: use PASV, EPSV, PORT or EPRT before each transfer", null);
                case PASSIVE -> DataConnection.passive(holder.connection(), plane);
                case ACTIVE -> DataConnection.active(connect(), plane);
            };
            current.set(connection);
            if (closed) {
                connection.abort("The control connection ended");
            }
            return connection;
        } catch (LeaseEndedException e) {
            throw new DataConnectionException(e.getMessage() + "; use PASV or EPSV again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataConnectionException("The server is stopping", e);
        } finally {
            mode = Mode.NONE;
            target = null;
        }
    }

    private SocketChannel connect() throws DataConnectionException {
        InetSocketAddress address = target;
        if (address == null) {
            throw new DataConnectionException("The session gave up its data connection", null);
        }
        String peer = address.getAddress().getHostAddress() + " port " + address.getPort();
        try {
            SocketChannel channel = SocketChannel.open(
                    address.getAddress() instanceof Inet4Address
                            ? StandardProtocolFamily.INET
                            : StandardProtocolFamily.INET6);
            connecting.set(channel);
            try {
                channel.bind(new InetSocketAddress(holder.boundAddress(), 0));
                if (closed) {
                    throw new IOException("The control connection ended");
                }
                channel.socket()
                        .connect(address, Math.toIntExact(plane.connectTimeout().toMillis()));
                return channel;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            } finally {
                connecting.set(null);
            }
        } catch (SocketTimeoutException e) {
            throw new DataConnectionException(
                    "No answer from " + peer + " within "
                            + plane.connectTimeout().toSeconds() + " s",
                    e);
        } catch (IOException e) {
            throw new DataConnectionException("Cannot connect to " + peer + ": " + e.getMessage(), e);
        }
    }

    /** Gives up what was set up, because the session asks for another data connection. */
    public void replace() {
        giveUp(ReleaseCause.REPLACED);
    }

    /** Gives up what was set up and what is being waited for. A transfer that runs goes on. */
    public void abort() {
        giveUp(ReleaseCause.ABORTED);
    }

    private void giveUp(ReleaseCause cause) {
        mode = Mode.NONE;
        target = null;
        holder.release(cause);
        closeQuietly(connecting.getAndSet(null));
    }

    /** Ends the session: a command that waits or transfers fails at once. */
    @Override
    public void close() {
        closed = true;
        holder.close();
        giveUp(ReleaseCause.SESSION_CLOSED);
        DataConnection running = current.getAndSet(null);
        if (running != null) {
            running.abort("The control connection ended");
        }
    }

    private static void closeQuietly(@Nullable SocketChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // The connect it was meant to end is over in any case.
            }
        }
    }
}
