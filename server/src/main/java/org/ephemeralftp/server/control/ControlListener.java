package org.ephemeralftp.server.control;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.ftpserver.listener.nio.AbstractListener;
import org.apache.mina.core.filterchain.DefaultIoFilterChainBuilder;
import org.apache.mina.core.service.IoProcessor;
import org.apache.mina.core.service.SimpleIoProcessorPool;
import org.apache.mina.core.session.IoEventType;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.executor.ExecutorFilter;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.data.DataPlane;

/**
 * Accepts control connections and runs their commands: in order within a session, on a pool that has a thread for every
 * session with something to run. An idle session holds none.
 *
 * <p>The way of a command: error guard, direct replies, proxy header, limits, TLS, Telnet filter, line decoder, AUTH, observation, pipeline
 * limit, out-of-band filter (all on an I/O thread, which never blocks), pool, login filter, handler.
 */
final class ControlListener extends AbstractListener {
    private static final Logger log = LoggerFactory.getLogger(ControlListener.class);
    private static final int BACKLOG = 1024;
    private static final int IO_THREADS = Math.max(1, Runtime.getRuntime().availableProcessors());
    /** What is read at once. All the commands in it are taken, however far ahead their client is. */
    private static final int READ_BYTES = 2048;

    private static final long STOP_SECONDS = 5;
    /** For how long the last replies of sessions that did not end by themselves may take to be sent. */
    private static final Duration LAST_REPLIES = Duration.ofSeconds(1);
    /** For how long a client may take none of the replies that wait for it, if it may be idle for longer. */
    private static final long WRITE_SECONDS = 60;

    /** All but that a reply was sent, which the handler has nothing to do with. */
    private static final IoEventType[] ON_THE_POOL = {
        IoEventType.SESSION_OPENED,
        IoEventType.SESSION_CLOSED,
        IoEventType.MESSAGE_RECEIVED,
        IoEventType.EXCEPTION_CAUGHT
    };

    /** Carries the reason of a failed bind through the stock server, which lets only unchecked exceptions pass. */
    static final class BindFailure extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final IOException failure;

        BindFailure(IOException failure) {
            super(failure);
            this.failure = failure;
        }

        IOException failure() {
            return failure;
        }
    }

    private final ControlConfig config;
    private final DataPlane dataPlane;
    private final SessionEvents events;
    private final Drain drain = new Drain();
    private final LoginGuard guard;
    private final SessionLimits limits;
    private @Nullable NioSocketAcceptor acceptor;
    private @Nullable IoProcessor<NioSession> processors;
    private @Nullable CommandPool commands;
    private @Nullable FtpServerContext context;
    private boolean suspended;
    private volatile int implicitTlsPort;

    ControlListener(ControlConfig config, DataPlane dataPlane, SessionEvents events) {
        super(
                config.address().getHostString(),
                config.address().getPort(),
                false,
                null,
                new DataConnectionConfigurationFactory().createDataConnectionConfiguration(),
                (int) config.idleTimeout().toSeconds(),
                null);
        this.config = config;
        this.dataPlane = dataPlane;
        this.events = events;
        guard = new LoginGuard(config.logins(), System::nanoTime, Later.by(dataPlane.watchdog()));
        limits = new SessionLimits(config.maxSessions(), config.maxSessionsPerAddress(), drain, guard);
    }

    @Override
    public synchronized void start(FtpServerContext serverContext) {
        if (acceptor != null) {
            throw new IllegalStateException("The control listener runs already");
        }
        CommandPool pool = new CommandPool();
        commands = pool;
        Logins logins = new Logins(
                config.logins(),
                serverContext.getUserManager(),
                guard,
                new AccountPlaces(config.logins().sessionsPerUser()),
                dataPlane.watchdog(),
                pool);
        ControlHandler handler = new ControlHandler(dataPlane, events, drain, config.idleTimeout(), logins);
        handler.init(serverContext, this);
        processors = new SimpleIoProcessorPool<>(LookingProcessor.class, IO_THREADS);
        NioSocketAcceptor starting = new ControlAcceptor(processors);
        starting.setReuseAddress(true);
        starting.setBacklog(BACKLOG);
        starting.getSessionConfig().setTcpNoDelay(true);
        starting.getSessionConfig().setReadBufferSize(READ_BYTES);
        starting.getSessionConfig().setMaxReadBufferSize(READ_BYTES);
        // Who takes no replies cannot be told to be idle: the 421 would wait behind them.
        starting.getSessionConfig().setWriteTimeout((int)
                Math.min(WRITE_SECONDS, config.idleTimeout().toSeconds()));
        DefaultIoFilterChainBuilder chain = starting.getFilterChain();
        chain.addLast("errors", new ErrorGuard());
        chain.addLast("replies", new DirectReplies());
        if (!config.proxies().isEmpty()) {
            chain.addLast("proxy", new ProxyHeaderFilter(config.proxies(), dataPlane.watchdog(), config.maxSessions()));
        }
        chain.addLast("limits", limits);
        if (config.tls() != null) {
            chain.addLast("tls", new TlsFilter(config.tls(), dataPlane.watchdog(), port -> port == implicitTlsPort));
        }
        chain.addLast("telnet", new TelnetFilter());
        chain.addLast("lines", new LineFilter());
        chain.addLast("auth", new AuthFilter());
        chain.addLast("observation", new ObservationFilter());
        chain.addLast("pipeline", new PipelineLimit());
        chain.addLast("out-of-band", new OutOfBandFilter());
        chain.addLast("commands", new ExecutorFilter(pool, ON_THE_POOL));
        chain.addLast("logins", new LoginFilter(logins));
        starting.setHandler(new ControlAdapter(serverContext, handler));
        acceptor = starting;
        context = serverContext;
        bind(starting);
    }

    private void bind(NioSocketAcceptor starting) {
        try {
            starting.bind(config.address());
            setPort(starting.getLocalAddress().getPort());
        } catch (IOException e) {
            stop();
            throw new BindFailure(rootOf(e));
        }
    }

    /** Accepts control connections on another port, too, on which TLS begins with the first byte. */
    synchronized void bindImplicitTls(int port) throws IOException {
        if (acceptor == null) {
            throw new IOException("The control listener does not run");
        }
        // Known before the first connection, unless the system chooses it: then nobody knows it.
        implicitTlsPort = port;
        Set<SocketAddress> before = acceptor.getLocalAddresses();
        try {
            acceptor.bind(new InetSocketAddress(config.address().getAddress(), port));
        } catch (IOException e) {
            throw rootOf(e);
        }
        for (SocketAddress bound : acceptor.getLocalAddresses()) {
            if (!before.contains(bound)) {
                implicitTlsPort = ((InetSocketAddress) bound).getPort();
            }
        }
    }

    int implicitTlsPort() {
        return implicitTlsPort;
    }

    /** MINA wraps the system's exception in one that does not tell the reason. */
    private static IOException rootOf(IOException e) {
        return e.getCause() instanceof IOException cause ? rootOf(cause) : e;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(config.address().getAddress(), getPort());
    }

    /**
     * Lets sessions finish what they are at, for so long, and ends the rest with 426 and 421. It is yet to be stopped then.
     *
     * @return whether nothing that a session was at was cut, nor the listener stopped meanwhile
     */
    boolean drain(Duration limit) throws InterruptedException {
        if (isStopped()) {
            return true;
        }
        drain.begin();
        sessions().forEach((session, data) -> data.drains());
        if (!limits.awaitNone(limit)) {
            drain.end();
            boolean nothingCut = endSessions();
            return limits.awaitNone(LAST_REPLIES) && nothingCut && !isStopped();
        }
        return !isStopped();
    }

    /**
     * Ends what sessions are at, and the sessions.
     *
     * @return whether none was at anything
     */
    private boolean endSessions() {
        CommandPool pool = pool();
        boolean nothingCut = true;
        for (var entry : sessions().entrySet()) {
            SessionData data = entry.getValue();
            if (!data.drain().dismissIfAtNothing()) {
                nothingCut = false;
                data.setup().stop("The server is stopping");
                dismissLater(entry.getKey(), data.drain(), pool);
            }
        }
        return nothingCut;
    }

    /** After the reply to what runs. */
    private static void dismissLater(IoSession session, SessionDrain drain, @Nullable CommandPool pool) {
        if (pool != null) {
            try {
                pool.execute(session, drain::dismiss);
            } catch (RejectedExecutionException e) {
                // The listener was stopped meanwhile, and has closed the session.
                log.debug("{} was closed before it could be told to end", session, e);
            }
        }
    }

    private synchronized @Nullable CommandPool pool() {
        return commands;
    }

    /** The sessions that are admitted. One that is admitted meanwhile sees for itself what it may do. */
    private synchronized Map<IoSession, SessionData> sessions() {
        Map<IoSession, SessionData> sessions = new HashMap<>();
        if (acceptor != null) {
            for (IoSession session : acceptor.getManagedSessions().values()) {
                SessionData data = SessionData.of(session);
                if (data != null) {
                    sessions.put(session, data);
                }
            }
        }
        return sessions;
    }

    /** The sessions that are admitted, as they are now. */
    List<SessionSnapshot> snapshots() {
        return sessions().values().stream()
                .map(SessionData::snapshot)
                .sorted(Comparator.comparingLong(snapshot -> snapshot.session().id()))
                .toList();
    }

    /** Whether sessions may only finish what they are at. */
    boolean isDraining() {
        return drain.begun();
    }

    @Override
    public synchronized void stop() {
        NioSocketAcceptor stopping = acceptor;
        CommandPool pool = commands;
        acceptor = null;
        commands = null;
        context = null;
        if (stopping != null) {
            // Otherwise it would wait for the end of all sessions, however long, and they end on I/O threads.
            stopping.setCloseOnDeactivation(false);
            stopping.unbind();
            stopping.getManagedSessions().values().forEach(session -> session.closeNow());
            awaitEnd(stopping, processors);
        }
        if (pool != null) {
            pool.stop(STOP_SECONDS);
        }
    }

    /**
     * Waits until no I/O thread brings commands any more: a pool that is shut down takes none, and the end of a session
     * is one too. The wait has a limit, because it may be an I/O thread that stops the server.
     */
    private static void awaitEnd(NioSocketAcceptor stopping, @Nullable IoProcessor<NioSession> processors) {
        Runnable disposals = () -> {
            stopping.dispose(true);
            if (processors != null) {
                processors.dispose();
            }
        };
        Thread disposal = new Thread(disposals, "ephemeral-ftp-stop");
        disposal.setDaemon(true);
        disposal.start();
        try {
            disposal.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isStopped() {
        return acceptor == null;
    }

    @Override
    public synchronized boolean isSuspended() {
        return suspended;
    }

    /** Accepts no more control connections; those there are go on. */
    @Override
    public synchronized void suspend() {
        if (acceptor != null && !suspended) {
            acceptor.setCloseOnDeactivation(false);
            acceptor.unbind();
            suspended = true;
        }
    }

    @Override
    public synchronized void resume() {
        if (acceptor != null && suspended) {
            bind(acceptor);
            resumeImplicitTls();
            suspended = false;
        }
    }

    private void resumeImplicitTls() {
        if (implicitTlsPort != 0) {
            try {
                bindImplicitTls(implicitTlsPort);
            } catch (IOException e) {
                throw new BindFailure(e);
            }
        }
    }

    @Override
    public synchronized Set<FtpIoSession> getActiveSessions() {
        FtpServerContext running = context;
        if (acceptor == null || running == null) {
            return Set.of();
        }
        return acceptor.getManagedSessions().values().stream()
                .map(session -> new ControlSession(session, running))
                .collect(Collectors.toSet());
    }
}
