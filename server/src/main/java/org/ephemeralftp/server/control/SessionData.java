package org.ephemeralftp.server.control;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.apache.ftpserver.DataConnectionException;
import org.apache.ftpserver.ftplet.DataConnection;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.ServerDataConnectionFactory;
import org.apache.mina.core.session.IoSession;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.data.DataPlane;
import org.ephemeralftp.server.data.DataSetup;
import org.ephemeralftp.server.data.DataTls;
import org.ephemeralftp.server.data.Watchdog;
import org.ephemeralftp.server.tls.TlsSession;

/**
 * What one control session has: data connections and their protection, commands in flight, login, options, limits, and what
 * is told of it. It stands in the session attribute where the stock server looks for data connections, so that what the
 * stock server does to them at the end of a session is done to ours.
 */
final class SessionData implements ServerDataConnectionFactory {
    private static final String ATTRIBUTE = FtpIoSession.ATTRIBUTE_PREFIX + "data-connection";

    private final DataSetup setup;
    private final CommandsInFlight inFlight;
    private final Watchdog watchdog;
    private final IdleLimit idleLimit;
    private final ObservedSession observed;
    private final SessionDrain drain;
    private final SessionOptions options = new SessionOptions();
    private final DataProtection protection = new DataProtection();
    private final Login login;
    private final @Nullable ControlTls tls;
    private volatile boolean onlyEpsv;

    private SessionData(
            FtpIoSession session,
            DataSetup setup,
            Watchdog watchdog,
            SessionEvents events,
            Drain drain,
            Duration idleTimeout,
            Executor commands,
            Logins logins) {
        this.setup = setup;
        this.watchdog = watchdog;
        tls = ControlTls.of(session);
        setSecure(tls != null && tls.isImplicit());
        inFlight = new CommandsInFlight(setup, session::write);
        this.drain = new SessionDrain(drain, session, setup, inFlight);
        observed = new ObservedSession(events, session);
        idleLimit = new IdleLimit(session, inFlight, idleTimeout, this.drain, watchdog, commands);
        login = logins.of(session, this);
    }

    /** Gives a new session its data side. */
    static void attach(
            FtpIoSession session,
            DataPlane plane,
            SessionEvents events,
            Drain drain,
            Duration idleTimeout,
            Logins logins) {
        IoSession line = session.getFilterChain().getSession();
        ControlPeer peer = ControlPeer.of(session);
        InetAddress client = peer.client().getAddress();
        String owner = new SessionView(session.getId(), peer.client(), peer.server(), null).owner();
        SessionData data = new SessionData(
                session,
                plane.session(
                        peer.bound().getAddress(),
                        peer.activeSource(),
                        client,
                        owner,
                        () -> BrokenControl.cut(session)),
                plane.watchdog(),
                events,
                drain,
                idleTimeout,
                task -> logins.commands().execute(line, task),
                logins);
        session.setAttribute(ATTRIBUTE, data);
        data.watchdog.watch(data.idleLimit);
        data.login.opened();
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

    /** The session as it is now. */
    SessionSnapshot snapshot() {
        return observed.snapshot(setup.view());
    }

    ObservedSession observed() {
        return observed;
    }

    SessionDrain drain() {
        return drain;
    }

    SessionOptions options() {
        return options;
    }

    Login login() {
        return login;
    }

    /** TLS of this session, which its data connections take part in; null while commands are sent in clear. */
    @Nullable
    TlsSession tls() {
        return tls == null ? null : tls.session();
    }

    /** Whether the server wants TLS on control and data connections alike. */
    boolean tlsRequired() {
        return tls != null && tls.isRequired();
    }

    /** How the client wants its data connections protected. */
    DataProtection protection() {
        return protection;
    }

    /** The TLS that the next data connection is to have; null if none. */
    @Nullable
    DataTls dataTls() {
        TlsSession session = tls();
        return tls == null || session == null || !protection.isPrivate()
                ? null
                : new DataTls(session, tls.isReuseRequired());
    }

    /** The server has begun to drain: from now on the session may be idle for a much shorter time, and nobody logs in. */
    void drains() {
        login.wake();
        watchdog.watch(idleLimit);
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
        login.close();
    }

    /** Never called: every transfer command is replaced. */
    @Override
    public DataConnection openConnection() throws DataConnectionException {
        throw new DataConnectionException("Transfer commands open data connections");
    }

    /** What transfer commands call when they are done, however that went, and the stock server for QUIT. */
    @Override
    public void closeDataConnection() {
        setup.transferred();
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
        return protection.isPrivate();
    }

    /** What AUTH says of data connections: protected, or as at the beginning; what was said before is forgotten. */
    @Override
    public void setSecure(boolean secure) {
        protection.reset();
        if (secure) {
            protection.startPrivate();
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
