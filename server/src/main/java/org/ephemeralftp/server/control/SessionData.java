package org.ephemeralftp.server.control;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.apache.ftpserver.DataConnectionException;
import org.apache.ftpserver.ftplet.DataConnection;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.ServerDataConnectionFactory;
import org.apache.mina.core.session.IoSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.data.DataPlane;
import org.ephemeralftp.server.data.DataSetup;
import org.ephemeralftp.server.data.Watchdog;

/**
 * The data side of one control session, where the stock server looks for it: it stands in the session attribute that
 * {@link FtpIoSession#getDataConnection()} reads, so that the stock commands use our data connections too.
 */
final class SessionData implements ServerDataConnectionFactory {
    private static final String ATTRIBUTE = FtpIoSession.ATTRIBUTE_PREFIX + "data-connection";

    private static final Logger log = LoggerFactory.getLogger(SessionData.class);

    private final FtpIoSession session;
    private final DataSetup setup;
    private final CommandsInFlight inFlight;
    private final Watchdog watchdog;
    private final IdleLimit idleLimit;
    private volatile boolean onlyEpsv;
    /** What came of opening the data connection for a stock command. Only the session's commands touch these. */
    private org.ephemeralftp.server.data.@Nullable DataConnection opened;

    private org.ephemeralftp.server.data.@Nullable DataConnectionException failure;

    private SessionData(FtpIoSession session, DataSetup setup, Watchdog watchdog, Duration idleTimeout) {
        this.session = session;
        this.setup = setup;
        this.watchdog = watchdog;
        inFlight = new CommandsInFlight(setup, session::write);
        idleLimit = new IdleLimit(session, inFlight, idleTimeout);
    }

    /** Gives a new session its data side. */
    static void attach(FtpIoSession session, DataPlane plane, Duration idleTimeout) {
        InetAddress local = ((InetSocketAddress) session.getLocalAddress()).getAddress();
        InetSocketAddress remote = (InetSocketAddress) session.getRemoteAddress();
        String owner =
                "session " + session.getId() + " of " + remote.getAddress().getHostAddress() + ":" + remote.getPort();
        SessionData data = new SessionData(
                session, plane.session(local, remote.getAddress(), owner), plane.watchdog(), idleTimeout);
        session.setAttribute(ATTRIBUTE, data);
        data.watchdog.watch(data.idleLimit);
    }

    static SessionData of(FtpIoSession session) {
        return (SessionData) session.getAttribute(ATTRIBUTE);
    }

    /** The data side of a session; null if it was never admitted. */
    static @Nullable SessionData of(IoSession session) {
        return (SessionData) session.getAttribute(ATTRIBUTE);
    }

    DataSetup setup() {
        return setup;
    }

    CommandsInFlight inFlight() {
        return inFlight;
    }

    /** Whether EPSV ALL was said: no other command may set up a data connection (RFC 2428, section 4). */
    boolean onlyEpsv() {
        return onlyEpsv;
    }

    void onlyEpsv(boolean value) {
        onlyEpsv = value;
    }

    /** The end of the control connection. */
    void close() {
        watchdog.forget(idleLimit);
        setup.close();
    }

    /** Opens the data connection that a stock command will ask for in a moment; false if that failed. */
    boolean openAhead() {
        try {
            opened = setup.open();
            return true;
        } catch (org.ephemeralftp.server.data.DataConnectionException e) {
            failure = e;
            return false;
        }
    }

    /** Why the stock command got no data connection; null if it did not ask or got one. */
    @Nullable
    String whyNotOpen() {
        return failure == null ? null : failure.getMessage();
    }

    @Override
    public DataConnection openConnection() throws Exception {
        if (opened == null && failure == null) {
            openAhead();
        }
        if (opened == null) {
            throw new DataConnectionException(whyNotOpen());
        }
        DataConnection connection = new StockDataConnection(session, opened);
        opened = null;
        return connection;
    }

    /** What the stock commands call when they are done, with or without success, and for ABOR. */
    @Override
    public void closeDataConnection() {
        failure = null;
        closeUnused();
        setup.transferred();
    }

    /** A stock command that failed after its 150 has not asked for the connection that was opened for it. */
    private void closeUnused() {
        org.ephemeralftp.server.data.DataConnection unused = opened;
        opened = null;
        if (unused != null) {
            try {
                unused.close();
            } catch (IOException e) {
                log.debug("Closing an unused data connection failed", e);
            }
        }
    }

    @Override
    public void dispose() {
        close();
    }

    @Override
    public void initActiveDataConnection(InetSocketAddress address) {
        setup.active(address);
    }

    /** Never called: PASV and EPSV are replaced. */
    @Override
    public InetSocketAddress initPassiveDataConnection() throws DataConnectionException {
        throw new DataConnectionException("PASV and EPSV set up data connections");
    }

    @Override
    public void setServerControlAddress(InetAddress address) {
        // The address is known from the control connection itself.
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public void setSecure(boolean secure) {
        if (secure) {
            throw new UnsupportedOperationException("TLS on data connections is not supported yet");
        }
    }

    @Override
    public boolean isZipMode() {
        return false;
    }

    @Override
    public void setZipMode(boolean zip) {
        if (zip) {
            throw new UnsupportedOperationException("MODE Z is not supported");
        }
    }

    /** Never: leases have deadlines of their own. */
    @Override
    public boolean isTimeout(long now) {
        return false;
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        return null;
    }

    @Override
    public int getPort() {
        return 0;
    }
}
