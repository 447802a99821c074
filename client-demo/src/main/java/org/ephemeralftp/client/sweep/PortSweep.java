package org.ephemeralftp.client.sweep;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ClientTls;
import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.connection.HostLookup;
import org.ephemeralftp.client.connection.OneLine;
import org.ephemeralftp.client.connection.Resolution;
import org.ephemeralftp.client.connection.Secret;
import org.ephemeralftp.client.connection.ServerAddress;
import org.ephemeralftp.client.connection.StallGuard;

/**
 * A try of every passive port of a server, one by one: described step by step, then {@link #run}.
 *
 * <p>A server with SITE LEASE PORT gives each port by its name. From any other the ports are drawn, by PASV or EPSV again
 * and again, until 7(n+1) draws in a row brought nothing beside the n ports that are known: one more port, as likely as
 * each of them, would then have stayed unseen with a probability below 1 in 1,000 ({@link Learning}). A port that somebody
 * else holds all the time cannot be drawn.
 */
public final class PortSweep {
    /** The least that {@link #timeLimit} can be. */
    public static final Duration MIN_TIME_LIMIT = Duration.ofSeconds(1);

    /** Less is not waited for a data connection: over IPv6 a refusal takes about a second to get through to a program. */
    public static final Duration MIN_CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** The longest wait that can be asked for. */
    public static final Duration MAX_TIMEOUT = Duration.ofHours(1);

    /** The most sessions that can be asked for. */
    public static final int MAX_SESSIONS = 256;

    private final ServerAddress server;
    private String user = "anonymous";
    private Secret password = new Secret("anonymous@");
    private Optional<ClientTls.Trust> tls = Optional.empty();
    private Optional<DataMode> mode = Optional.empty();
    private EnumSet<AddressFamily> families = EnumSet.allOf(AddressFamily.class);
    private Optional<PortNumbers> ports = Optional.empty();
    private int sessions = 24;
    private int mostDraws = DrawingRule.MOST_DRAWS;
    private Duration timeout = Duration.ofSeconds(10);
    private Duration connectTimeout = MIN_CONNECT_TIMEOUT;
    private Duration limit = Duration.ofMinutes(2);
    private LongSupplier ticker = System::nanoTime;
    private RandomGenerator random = new SecureRandom();
    private HostLookup lookup = HostLookup.OF_THIS_MACHINE;
    private SweepObserver observer = new SweepObserver() {};

    private PortSweep(ServerAddress server) {
        this.server = server;
        if (server.implicitTls()) {
            tls(ClientTls.Trust.OF_THIS_MACHINE);
        }
    }

    /** Begins to describe a sweep of this server. */
    public static PortSweep to(String host, int port) {
        return to(new ServerAddress(host, port));
    }

    /** Begins to describe a sweep of this server. */
    public static PortSweep to(ServerAddress server) {
        return new PortSweep(server);
    }

    /** Logs in with this account instead of anonymously. */
    public PortSweep login(String user, String password) {
        this.user = OneLine.of("user", user);
        this.password = new Secret(OneLine.of("password", password));
        return this;
    }

    /** Both connections in clear, as they are unless told otherwise. */
    public PortSweep plain() {
        this.tls = Optional.empty();
        return this;
    }

    /** Both connections under TLS (RFC 4217). */
    public PortSweep tls(ClientTls.Trust trust) {
        this.tls = Optional.of(trust);
        return this;
    }

    /** Asks for ports by PASV or by EPSV; unless given by PASV over IPv4 and by EPSV over IPv6. */
    public PortSweep mode(DataMode mode) {
        if (!mode.passive()) {
            throw new IllegalArgumentException(mode + " is not passive: with it the client listens, not the server");
        }
        this.mode = Optional.of(mode);
        return this;
    }

    /** Limits the sweep to addresses of these families; the first that takes a session is used. */
    public PortSweep families(Collection<AddressFamily> families) {
        if (families.isEmpty()) {
            throw new IllegalArgumentException("families must not be empty");
        }
        this.families = EnumSet.copyOf(families);
        return this;
    }

    /** Tries these ports, and no others that the server may hand out. */
    public PortSweep ports(PortNumbers ports) {
        this.ports = Optional.of(ports);
        return this;
    }

    /** Tries these ports, written as {@code 50000-50009,50020}. */
    public PortSweep ports(String ports) {
        return ports(PortNumbers.parse(ports));
    }

    /** How many sessions there are at a time, at the most; 24 otherwise. Fewer if the server does not take so many. */
    public PortSweep sessions(int sessions) {
        if (sessions < 1 || sessions > MAX_SESSIONS) {
            throw new IllegalArgumentException("sessions " + sessions + " is not between 1 and " + MAX_SESSIONS);
        }
        this.sessions = sessions;
        return this;
    }

    /** The limit of each single wait on a control connection, and for a listing; 10 seconds otherwise. */
    public PortSweep timeout(Duration limit) {
        this.timeout = between("timeout", limit, Duration.ofMillis(1));
        return this;
    }

    /** How long each data connection is waited for; 2 seconds otherwise, and never less. */
    public PortSweep connectTimeout(Duration limit) {
        this.connectTimeout = between("connect timeout", limit, MIN_CONNECT_TIMEOUT);
        return this;
    }

    /** When the sweep ends, whatever it has; after 2 minutes otherwise. */
    public PortSweep timeLimit(Duration limit) {
        this.limit = between("time limit", limit, MIN_TIME_LIMIT);
        return this;
    }

    /** Follows the sweep while it runs. */
    public PortSweep observer(SweepObserver observer) {
        this.observer = observer;
        return this;
    }

    PortSweep mostDraws(int draws) {
        this.mostDraws = draws;
        return this;
    }

    PortSweep lookup(HostLookup lookup) {
        this.lookup = lookup;
        return this;
    }

    private static Duration between(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException(name + " " + value + " is not between " + least + " and " + MAX_TIMEOUT);
        }
        return value;
    }

    /**
     * Runs it, within the time limit.
     *
     * @throws IOException if not even one session could be had; its message is for people, and may hold a reply of the
     *     server, so escape it before it reaches a terminal
     */
    public SweepReport run() throws IOException {
        SweepPlan plan = new SweepPlan(
                server,
                user,
                password,
                tls,
                mode,
                List.copyOf(families),
                ports,
                sessions,
                mostDraws,
                timeout,
                connectTimeout,
                limit,
                ticker,
                random,
                lookup,
                observer);
        TimeLimit time = new TimeLimit(ticker, limit);
        IOException last = new IOException(server.host() + " has no address of a family that was asked for");
        Duration wait = timeout.compareTo(limit) < 0 ? timeout : limit;
        for (InetAddress address : Resolution.of(server.host(), lookup, wait)) {
            AddressFamily family = AddressFamily.of(address);
            DataMode usual = family == AddressFamily.IPV4 ? DataMode.PASV : DataMode.EPSV;
            if (!families.contains(family)) {
                continue;
            }
            try {
                return run(plan, time, address, mode.orElse(usual));
            } catch (IOException e) {
                last = e;
                if (time.isOver()) {
                    break;
                }
            }
        }
        throw last;
    }

    private static SweepReport run(SweepPlan plan, TimeLimit time, InetAddress address, DataMode mode)
            throws IOException {
        if (!mode.carries(AddressFamily.of(address))) {
            throw new IOException(mode + " cannot express an IPv6 address; EPSV can");
        }
        try (StallGuard guard = new StallGuard(plan.ticker());
                Sessions sessions = new Sessions(plan, address, mode, guard);
                StallGuard.Watch watch = guard.watch(
                        () -> {
                            time.end();
                            sessions.close();
                        },
                        time.left())) {
            try {
                return new Sweeper(plan, address, mode, sessions, time).run(sessions.take());
            } catch (IOException e) {
                throw explained(e, new Endpoint(address, plan.server().port()));
            }
        }
    }

    private static IOException explained(IOException e, Endpoint endpoint) {
        String text = String.valueOf(e.getMessage());
        String reason =
                e instanceof SweepSession.NoSessionException ? text : ConnectionOutcome.of(e) + " (" + text + ")";
        return new IOException("no session with " + endpoint + ": " + reason, e);
    }
}
