package org.ephemeralftp.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.admin.AdminConfig;
import org.ephemeralftp.server.admin.AdminServer;
import org.ephemeralftp.server.admin.Observed;
import org.ephemeralftp.server.advertise.AdvertiseRules;
import org.ephemeralftp.server.advertise.Advertiser;
import org.ephemeralftp.server.control.ControlConfig;
import org.ephemeralftp.server.control.ControlPlane;
import org.ephemeralftp.server.control.SessionObserver;
import org.ephemeralftp.server.control.SessionSnapshot;
import org.ephemeralftp.server.data.ActivePorts;
import org.ephemeralftp.server.data.DataPlane;
import org.ephemeralftp.server.faults.Faults;
import org.ephemeralftp.server.files.HomeFileSystem;
import org.ephemeralftp.server.lease.LeaseConfig;
import org.ephemeralftp.server.lease.LeaseObserver;
import org.ephemeralftp.server.lease.LeaseSnapshot;
import org.ephemeralftp.server.lease.PeerIdentifier;
import org.ephemeralftp.server.lease.PortLeases;
import org.ephemeralftp.server.ports.KernelPorts;
import org.ephemeralftp.server.ports.PortSet;
import org.ephemeralftp.server.proxy.RelayedPeers;
import org.ephemeralftp.server.tls.TlsConfig;
import org.ephemeralftp.server.tls.TlsContexts;
import org.ephemeralftp.server.tls.TlsMode;
import org.ephemeralftp.server.users.Account;
import org.ephemeralftp.server.users.Accounts;

/**
 * An FTP server whose data ports are leased from a managed range. It runs from {@link #start} to {@link #close}.
 *
 * <pre>{@code
 * try (var ftp = EphemeralFtpServer.builder().port(0).passivePorts("50000-50009").user("u", "p").start()) {
 *     ftp.port();
 *     ftp.ports();
 * }
 * }</pre>
 */
public final class EphemeralFtpServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EphemeralFtpServer.class);
    private static final Duration UPLOAD_LINGER = Duration.ofSeconds(2);

    private final HomeFileSystem files;
    private final Advertiser advertiser;
    private final PortLeases leases;
    private final DataPlane dataPlane;
    private final ControlPlane controlPlane;
    private final PortSet ports;
    private final @Nullable TlsContexts tls;
    private final @Nullable AdminServer admin;
    private volatile boolean closing;

    private EphemeralFtpServer(
            HomeFileSystem files,
            Advertiser advertiser,
            PortLeases leases,
            DataPlane dataPlane,
            ControlPlane controlPlane,
            PortSet ports,
            @Nullable TlsContexts tls,
            @Nullable AdminServer admin) {
        this.files = files;
        this.advertiser = advertiser;
        this.leases = leases;
        this.dataPlane = dataPlane;
        this.controlPlane = controlPlane;
        this.ports = ports;
        this.tls = tls;
        this.admin = admin;
    }

    /** A builder with the defaults of {@link ServerConfig}. */
    public static ServerConfigBuilder builder() {
        return new ServerConfigBuilder();
    }

    /**
     * Starts a server; when this returns, it accepts connections.
     *
     * @throws DataPortsException if this machine does not give the data ports as configured
     * @throws IOException if the control port cannot be bound
     * @throws IllegalArgumentException if the home cannot be a directory, ports of different purposes are the same, or
     *     the file of advertise rules, that of users or one of the certificate cannot be read or is wrong
     */
    public static EphemeralFtpServer start(ServerConfig config) throws IOException {
        Deque<AutoCloseable> started = new ArrayDeque<>();
        try {
            return start(config, started);
        } catch (IOException | RuntimeException | Error e) {
            started.forEach(part -> closeAfter(e, part));
            throw e;
        }
    }

    private static void closeAfter(Throwable failure, AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    /** Puts on the stack what is to be closed if a later step fails. */
    private static EphemeralFtpServer start(ServerConfig config, Deque<AutoCloseable> started) throws IOException {
        makeHome(config.home());
        HomeFileSystem files = new HomeFileSystem(
                user -> ((Account) user).home(), config.followSymlinks(), config.uploadSync(), UPLOAD_LINGER);
        started.push(files);
        files.sweep(config.home());
        Accounts accounts = accounts(config);
        Set<Path> otherHomes = accounts.homes();
        otherHomes.remove(config.home());
        files.sweepAside(otherHomes);
        Advertiser advertiser = advertiser(config);
        started.push(advertiser);
        TlsContexts tls = tls(config);
        if (tls != null) {
            started.push(tls);
        }
        ActivePorts activePorts = new ActivePorts(config.activePorts().toArray());
        KernelPorts kernel = KernelPorts.read();
        PortLeases leases = PortLeases.start(leaseConfig(config, kernel));
        started.push(leases);
        DataPlane dataPlane =
                new DataPlane(leases, config.peerCheck(), activePorts, config.connectTimeout(), config.dataTimeout());
        started.push(dataPlane);
        ControlPlane controlPlane =
                new ControlPlane(controlConfig(config, tls), dataPlane, advertiser, accounts, files);
        started.push(controlPlane);
        advertiser.start();
        controlPlane.start();
        startImplicitTls(controlPlane, config.tls());
        int controlPort = controlPlane.address().getPort();
        int implicitPort = controlPlane.implicitTlsPort();
        AdminServer admin = admin(config.admin());
        int adminPort = 0;
        if (admin != null) {
            started.push(admin);
            adminPort = admin.address().getPort();
            leases.withdraw(adminPort);
        }
        PortSet ports = config.portsBeside(controlPort, implicitPort, adminPort);
        leases.withdraw(controlPort);
        if (implicitPort != 0) {
            leases.withdraw(implicitPort);
        }
        check(activePorts, config);
        if (config.keepListening()) {
            dataPlane.faults().neverRefused("with keepListening(true) its port goes on listening");
            keepListening(leases, controlPlane.address().getAddress());
        }
        kernel.advice(ports).ifPresent(log::warn);
        kernel.unknownReason()
                .ifPresent(reason -> log.info("The kernel's own ephemeral range is not known: {}", reason));
        advertiser.containerAdvice(config.bindAddress()).ifPresent(log::warn);
        EphemeralFtpServer server =
                new EphemeralFtpServer(files, advertiser, leases, dataPlane, controlPlane, ports, tls, admin);
        if (admin != null) {
            admin.start(server.new Seen());
        }
        return server;
    }

    private static @Nullable AdminServer admin(AdminConfig config) throws IOException {
        if (config.port() == null) {
            return null;
        }
        try {
            return AdminServer.bind(config);
        } catch (IOException e) {
            throw new AdminPortException(config.port(), e);
        }
    }

    private static @Nullable TlsContexts tls(ServerConfig config) {
        if (config.tls().mode() == TlsMode.OFF) {
            return null;
        }
        Set<String> names = config.advertise().stream()
                .map(rule -> rule.host().toString())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (config.bindAddress() != null && !config.bindAddress().isAnyLocalAddress()) {
            names.add(config.bindAddress().getHostAddress().replaceFirst("%.*", ""));
        }
        return TlsContexts.start(config.tls(), names);
    }

    private static void startImplicitTls(ControlPlane controlPlane, TlsConfig tls) throws IOException {
        if (tls.implicitPort() != null) {
            try {
                controlPlane.startImplicitTls(tls.implicitPort());
            } catch (IOException e) {
                throw new ImplicitTlsPortException(tls.implicitPort(), e);
            }
        }
    }

    /** What may be done to a port is the same on every address. */
    private static void check(ActivePorts ports, ServerConfig config) throws IOException {
        InetAddress bind = config.bindAddress();
        try {
            ports.check(bind == null ? InetAddress.getLoopbackAddress() : bind);
        } catch (BindException e) {
            throw new DataPortsException("--active-ports " + config.activePorts() + ": " + e.getMessage(), e);
        }
    }

    private static void keepListening(PortLeases leases, InetAddress bound) throws IOException {
        try {
            leases.keepListening(bound);
        } catch (IOException e) {
            throw new DataPortsException(String.valueOf(e.getMessage()), e);
        }
    }

    private static ControlConfig controlConfig(ServerConfig config, @Nullable TlsContexts tls) {
        return new ControlConfig(
                controlAddress(config),
                config.maxSessions(),
                config.maxSessionsPerAddress(),
                config.logins(),
                config.idleTimeout(),
                config.uploadGrace(),
                config.portChoice(),
                config.proxyProtocol(),
                tls);
    }

    private static InetSocketAddress controlAddress(ServerConfig config) {
        return config.bindAddress() == null
                ? new InetSocketAddress(config.port())
                : new InetSocketAddress(config.bindAddress(), config.port());
    }

    private static void makeHome(Path home) {
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The home '" + home + "' is no directory and cannot be made one: name another", e);
        }
    }

    private static LeaseConfig leaseConfig(ServerConfig config, KernelPorts kernel) {
        // A key that stands for many addresses has the sessions of all of them.
        int sessionsPerKey =
                config.peerCheck().keysAreAddresses() ? config.maxSessionsPerAddress() : config.maxSessions();
        PeerIdentifier identifier =
                config.proxyProtocol().isEmpty() ? PeerIdentifier.SOCKET : new RelayedPeers(config.proxyProtocol());
        return LeaseConfig.builder(config.passivePorts())
                .identifier(identifier)
                .avoid(kernel.collisions(config.passivePorts()))
                .peerCheck(config.peerCheck())
                .sharing(config.portSharing())
                .leaseTimeout(config.leaseTimeout())
                .leaseWait(config.leaseWait())
                .listenerLinger(config.listenerLinger())
                .maxLeasesPerClient(sessionsPerKey)
                .maxWaitersPerClient(sessionsPerKey)
                .build();
    }

    private static Advertiser advertiser(ServerConfig config) {
        PortSet ports = config.portsBeside(config.port());
        return new Advertiser(AdvertiseRules.of(config.advertise(), ports), config.advertiseFile(), ports);
    }

    private static Accounts accounts(ServerConfig config) {
        Accounts.Builder accounts = Accounts.builder();
        config.users().forEach(entry -> accounts.account(entry.account(), entry.password()));
        if (config.usersFile() != null) {
            accounts.usersFile(config.usersFile(), config.home());
        }
        if (config.accounts() != null) {
            accounts.store(config.accounts());
        }
        if (config.anonymous()) {
            accounts.anonymous(config.home());
        }
        return accounts.build();
    }

    /** The address control connections are accepted on; the wildcard address if it is all of them. */
    public InetSocketAddress address() {
        return controlPlane.address();
    }

    /** The control port that was really bound. */
    public int port() {
        return address().getPort();
    }

    /** The port on which TLS begins with the first byte, as it was really bound; empty if there is none. */
    public OptionalInt implicitTlsPort() {
        int bound = controlPlane.implicitTlsPort();
        return bound == 0 ? OptionalInt.empty() : OptionalInt.of(bound);
    }

    /**
     * The SHA-256 fingerprint of the certificate that new sessions get, in hexadecimal with colons; empty if there is no
     * TLS.
     */
    public Optional<String> certificateFingerprint() {
        return Optional.ofNullable(tls).map(TlsContexts::fingerprint);
    }

    /** The passive ports: the configured set without the control ports. */
    public PortSet ports() {
        return ports;
    }

    /** Every data port, lease and count as it is now. */
    public LeaseSnapshot snapshot() {
        return leases.snapshot();
    }

    /** The sessions, by their number, as they are now. */
    public List<SessionSnapshot> sessions() {
        return controlPlane.sessions();
    }

    /** The port of the live view, as it was really bound; empty if there is none. */
    public OptionalInt adminPort() {
        return admin == null
                ? OptionalInt.empty()
                : OptionalInt.of(admin.address().getPort());
    }

    /** Calls the observer for what happens to leases from now on. */
    public void observe(LeaseObserver observer) {
        leases.observe(observer);
    }

    /** Calls the observer no more. */
    public void unobserve(LeaseObserver observer) {
        leases.unobserve(observer);
    }

    /** Calls the observer for what happens in sessions from now on. */
    public void observe(SessionObserver observer) {
        controlPlane.observe(observer);
    }

    /** Calls the observer no more. */
    public void unobserve(SessionObserver observer) {
        controlPlane.unobserve(observer);
    }

    /** Whether there is an account of this name, on which somebody could log in now. */
    public boolean hasUser(String name) {
        return controlPlane.hasUser(name);
    }

    /** What this server is to do wrong, for who tests an FTP client. */
    public Faults faults() {
        return dataPlane.faults();
    }

    /**
     * Stops as soon as sessions are done: new ones are refused with 421, one at rest is ended with 421, a running transfer
     * is finished, and so is one that is just about to begin. What still runs when the time is over is ended with 426, and
     * uploads leave what was there before. Then the server is closed. {@link #close} ends the wait at once.
     *
     * @param limit how long that may take; 0 ends transfers at once, but tells their clients
     * @return whether nothing was cut that a session was at; true if the server was closed before
     */
    public boolean drain(Duration limit) {
        try {
            return controlPlane.drain(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            close();
        }
    }

    /** Stops at once: ends all sessions, transfers and leases, and closes all ports. Further calls do nothing. */
    @Override
    public synchronized void close() {
        closing = true;
        advertiser.close();
        controlPlane.close();
        dataPlane.close();
        leases.close();
        files.close();
        if (tls != null) {
            tls.close();
        }
        if (admin != null) {
            admin.close();
        }
    }

    /** What the live view sees of this server. */
    private final class Seen implements Observed {
        @Override
        public InetSocketAddress control() {
            return address();
        }

        @Override
        public PortSet ports() {
            return ports;
        }

        @Override
        public LeaseSnapshot leases() {
            return leases.snapshot();
        }

        @Override
        public List<SessionSnapshot> sessions() {
            return controlPlane.sessions();
        }

        @Override
        public boolean draining() {
            return closing || controlPlane.isDraining();
        }

        @Override
        public void observe(LeaseObserver observer) {
            leases.observe(observer);
        }

        @Override
        public void observe(SessionObserver observer) {
            controlPlane.observe(observer);
        }

        @Override
        public void unobserve(LeaseObserver observer) {
            leases.unobserve(observer);
        }

        @Override
        public void unobserve(SessionObserver observer) {
            controlPlane.unobserve(observer);
        }
    }
}
