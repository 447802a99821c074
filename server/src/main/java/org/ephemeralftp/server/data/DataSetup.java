package org.ephemeralftp.server.data;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.faults.FaultScript;
import org.ephemeralftp.server.faults.Occasion;
import org.ephemeralftp.server.lease.LeaseEndedException;
import org.ephemeralftp.server.lease.LeaseException;
import org.ephemeralftp.server.lease.LeaseHolder;
import org.ephemeralftp.server.lease.LeasedConnection;
import org.ephemeralftp.server.lease.ReleaseCause;

/**
 * What a control session has set up for its next data connection: nothing, a leased port for the client to connect to
 * (passive), or an address of the client to connect to (active). Each setup serves one data connection.
 *
 * <p>The session's commands call it one after the other; {@link #stop} and {@link #close} may come from any thread and
 * end what a command is waiting for or busy with.
 */
public final class DataSetup implements AutoCloseable {
    /** The modes of RFC 959, section 3.2, and the state before one was chosen. */
    public enum Mode {
        NONE,
        PASSIVE,
        ACTIVE
    }

    private final DataPlane plane;
    private final LeaseHolder holder;
    private final InetAddress activeSource;
    private final InetAddress client;
    private final Runnable cutControl;
    private Mode mode = Mode.NONE;
    private @Nullable InetSocketAddress target;
    /** How to end what a command is busy with: a connect, then the open connection. It takes the reason. */
    private @Nullable Consumer<String> busy;
    /** The connection of the transfer that is under way. */
    private @Nullable DataConnection open;

    /** Why nothing may be opened now; null if it may. */
    private @Nullable String stopped;

    private boolean closed;

    DataSetup(DataPlane plane, LeaseHolder holder, InetAddress activeSource, InetAddress client, Runnable cutControl) {
        this.plane = plane;
        this.holder = holder;
        this.activeSource = activeSource;
        this.client = client;
        this.cutControl = cutControl;
    }

    /** The control connection's local address: listeners are bound to it. */
    public InetAddress local() {
        return holder.boundAddress();
    }

    /** The client's address, from which its control connection comes, if need be through a proxy. */
    public InetAddress client() {
        return client;
    }

    /** The session's name, for people. */
    public String owner() {
        return holder.owner();
    }

    /** How the next data connection will be made. */
    public synchronized Mode mode() {
        return mode;
    }

    private synchronized void set(Mode value, @Nullable InetSocketAddress address) {
        mode = value;
        target = address;
    }

    /**
     * Sets up a passive data connection: leases a port and listens on it.
     *
     * @param wanted the one port that will do; null if any does
     * @return the address and port to tell the client
     * @throws DataConnectionException if there is no port, the session gave up meanwhile, or this machine cannot listen
     */
    public InetSocketAddress passive(@Nullable Integer wanted) throws DataConnectionException {
        set(Mode.NONE, null);
        requireGoing();
        try {
            // The holder gives up itself what it had.
            InetSocketAddress address = (wanted == null ? holder.lease() : holder.lease(wanted)).address();
            set(Mode.PASSIVE, null);
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

    /**
     * Gives up the leased port and closes its listener, so that the client's connect is refused.
     *
     * @return false if the listener is still open, because another client's lease needs it
     */
    public boolean closeListener() throws DataConnectionException {
        try {
            return holder.closeListener();
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
        if (address.getPort() < ActivePorts.FIRST_USER_PORT) {
            throw new IllegalArgumentException(
                    "Data connections go only to ports from " + ActivePorts.FIRST_USER_PORT + " on");
        }
        set(Mode.ACTIVE, address);
    }

    /**
     * Whether the client may be told to go on before the data connection is there: it is to connect, or has. A connection
     * that it has closed already is dropped here, so that it may connect again, and not after the 150: a client with
     * nothing to send closes its connection right after that.
     */
    public boolean mayGoAhead() {
        return mode() == Mode.PASSIVE && holder.dropClosed();
    }

    /** Whether the client is to connect, or has. This only looks, and may be asked by any thread. */
    public boolean isExpectingClient() {
        return mode() == Mode.PASSIVE && holder.isExpectingClient();
    }

    /** The data connection there is: of a transfer, or one that waits for its command; null if there is none. */
    public @Nullable DataView view() {
        synchronized (this) {
            if (open != null) {
                return open.view();
            }
        }
        LeasedConnection arrived = holder.arrived();
        return arrived == null ? null : DataConnection.view(arrived);
    }

    /**
     * Opens the data connection that was set up: waits for the client to connect, or connects to it. The setup is then
     * used up.
     *
     * @param tls what TLS it is to have; null means none
     * @throws DataConnectionException if nothing was set up, the connection could not be made, or the session stopped it
     */
    public DataConnection open(@Nullable DataTls tls) throws DataConnectionException {
        try {
            DataConnection connection = openAsSetUp(tls);
            FaultScript.Claim fault = plane.faults().claim(Occasion.TRANSFER);
            if (fault != null) {
                connection.meet(fault, holder.owner(), cutControl);
            }
            synchronized (this) {
                open = connection;
            }
            begin(connection::abort);
            return connection;
        } catch (LeaseEndedException e) {
            requireGoing();
            throw new DataConnectionException(e.getMessage() + "; use PASV or EPSV again", e);
        } catch (DataConnectionException e) {
            // A connect that was cancelled does not know why.
            requireGoing();
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataConnectionException("The server is stopping", e);
        } finally {
            set(Mode.NONE, null);
        }
    }

    private DataConnection openAsSetUp(@Nullable DataTls tls)
            throws DataConnectionException, LeaseEndedException, InterruptedException {
        requireGoing();
        InetSocketAddress address;
        Mode chosen;
        synchronized (this) {
            chosen = mode;
            address = target;
        }
        if (chosen == Mode.PASSIVE) {
            return DataConnection.passive(holder.connection(), plane, tls);
        }
        if (address == null) {
            throw new DataConnectionException(
                    "No data connection is set up: use PASV, EPSV, PORT or EPRT before each transfer", null);
        }
        ActiveConnect connect = plane.connect(activeSource, address);
        refuseIfScripted(connect);
        begin(reason -> connect.cancel());
        return DataConnection.active(connect.run(), plane, tls);
    }

    private void refuseIfScripted(ActiveConnect connect) throws DataConnectionException {
        try (FaultScript.Claim fault = plane.faults().claim(Occasion.CONNECT)) {
            if (fault != null && fault.carryOut(holder.owner())) {
                throw connect.refused();
            }
        }
    }

    /** From now on {@link #stop} ends this, and a stop that came before does so at once. */
    private void begin(Consumer<String> end) {
        String reason;
        synchronized (this) {
            busy = end;
            reason = stopped;
        }
        if (reason != null) {
            end.accept(reason);
        }
    }

    /** Fails if the session was stopped. */
    public synchronized void requireGoing() throws DataConnectionException {
        if (stopped != null) {
            throw new DataConnectionException(stopped, null);
        }
    }

    /** Whether {@link #stop} was called, and {@link #resume} not yet. */
    public synchronized boolean isStopped() {
        return stopped != null;
    }

    /**
     * Ends what a command is waiting for or busy with, and lets nothing be opened before {@link #resume}.
     *
     * @param reason a sentence for the client
     */
    public void stop(String reason) {
        Consumer<String> end;
        synchronized (this) {
            if (stopped == null) {
                stopped = reason;
            }
            end = busy;
        }
        giveUp(ReleaseCause.ABORTED);
        if (end != null) {
            end.accept(reason);
        }
    }

    /** Lets data connections be opened again after {@link #stop}. */
    public synchronized void resume() {
        if (!closed) {
            stopped = null;
        }
    }

    /** Gives up what was set up, because the session asks for another data connection. */
    public void replace() {
        giveUp(ReleaseCause.REPLACED);
    }

    /** Gives up what was set up. */
    public void abort() {
        giveUp(ReleaseCause.ABORTED);
    }

    private void giveUp(ReleaseCause cause) {
        set(Mode.NONE, null);
        holder.release(cause);
    }

    /** To be called when a transfer is over, however it ended. */
    public void transferred() {
        synchronized (this) {
            busy = null;
            open = null;
        }
        abort();
    }

    /** Ends the session: a command that waits or transfers fails at once, and so does every later one. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        holder.close();
        stop("The control connection ended");
    }
}
