package org.ephemeralftp.client.probe;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ClientTls;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.HostLookup;
import org.ephemeralftp.client.connection.OneLine;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.connection.Secret;
import org.ephemeralftp.client.connection.ServerAddress;

/**
 * A probe of an FTP server: goes through every combination of data mode, protection and address family, one by one and
 * phase by phase, and tells which of the two connections fails, where, and why.
 *
 * <p>Data connections go to the address of the control connection, as careful clients' do. Where a 227 names another
 * one, that is connected to as well, once in clear and once under TLS, to tell whether it leads anywhere; never a port
 * below 1024 (RFC 2577), and no address that only this machine or its own network would understand, unless the server is
 * there, too.
 *
 * <p>Only what is named is tried; where nothing is named, everything is. Works with any FTP server:
 *
 * <pre>{@code
 * ProbeReport report = FtpProbe.to("ftp.example.org", 21).login("demo", "secret").passive().tls().run();
 * }</pre>
 */
public final class FtpProbe {
    /** The shortest limit of a wait: what ICMPv6 tells surfaces after a second. */
    public static final Duration MIN_TIMEOUT = Duration.ofSeconds(2);

    /** The longest wait, transfer or run that can be asked for. */
    public static final Duration MAX = Duration.ofHours(1);

    /** The most attempts in one cell that can be asked for. */
    public static final int MAX_TRIES = 100;

    private final ServerAddress server;
    private final EnumSet<DataMode> modes = EnumSet.noneOf(DataMode.class);
    private final EnumSet<Protection> protections = EnumSet.noneOf(Protection.class);
    private final EnumSet<AddressFamily> families = EnumSet.noneOf(AddressFamily.class);
    private String user = "anonymous";
    private Secret password = new Secret("anonymous@");
    private ClientTls.Trust trust = ClientTls.Trust.OF_THIS_MACHINE;
    private boolean implicitTls;
    private Duration timeout = Duration.ofSeconds(4);
    private Duration shortest = MIN_TIMEOUT;
    private Duration within = Duration.ofMinutes(1);
    private int tries = 4;
    private @Nullable Duration longTransfer;
    private boolean unconnected;
    private @Nullable InetAddress from;
    private ProbeObserver observer = new ProbeObserver() {};
    private LongSupplier ticker = System::nanoTime;
    private HostLookup lookup = HostLookup.OF_THIS_MACHINE;

    private FtpProbe(ServerAddress server) {
        this.server = server;
        if (server.implicitTls()) {
            implicitTls();
        }
    }

    /** Begins to describe a probe of this server. */
    public static FtpProbe to(String host, int port) {
        return to(new ServerAddress(host, port));
    }

    /** Begins to describe a probe of this server. */
    public static FtpProbe to(ServerAddress server) {
        return new FtpProbe(server);
    }

    /** Logs in with this account instead of anonymously; it needs no right but to list, unless for a long transfer. */
    public FtpProbe login(String user, String password) {
        this.user = OneLine.of("user", user);
        this.password = new Secret(OneLine.of("password", password));
        return this;
    }

    /** Tries these modes. */
    public FtpProbe modes(Collection<DataMode> modes) {
        this.modes.addAll(modes);
        return this;
    }

    /** Tries PASV and EPSV. */
    public FtpProbe passive() {
        return modes(List.of(DataMode.PASV, DataMode.EPSV));
    }

    /** Tries PORT and EPRT. */
    public FtpProbe active() {
        return modes(List.of(DataMode.PORT, DataMode.EPRT));
    }

    /** Tries both connections in clear. */
    public FtpProbe plain() {
        protections.add(Protection.PLAIN);
        return this;
    }

    /** Tries both connections under TLS. */
    public FtpProbe tls() {
        protections.add(Protection.TLS);
        return this;
    }

    /** Tries both connections under TLS alone, which begins with the first byte, as it does on port 990. */
    public FtpProbe implicitTls() {
        implicitTls = true;
        return tls();
    }

    /** Tries these families. */
    public FtpProbe families(Collection<AddressFamily> families) {
        this.families.addAll(families);
        return this;
    }

    /** Tries IPv4. */
    public FtpProbe ipv4() {
        return families(List.of(AddressFamily.IPV4));
    }

    /** Tries IPv6. */
    public FtpProbe ipv6() {
        return families(List.of(AddressFamily.IPV6));
    }

    /** Whom to trust under TLS; the authorities that this machine trusts otherwise. */
    public FtpProbe trust(ClientTls.Trust trust) {
        this.trust = trust;
        return this;
    }

    /**
     * The limit of each single wait: for a connection, a reply, or data; 4 seconds otherwise. Waits are shorter, but
     * never below {@link #MIN_TIMEOUT}, where the rest of {@link #within} would not be enough for all cells to come.
     */
    public FtpProbe timeout(Duration limit) {
        this.timeout = between("timeout", limit, MIN_TIMEOUT);
        return this;
    }

    /**
     * The limit of the whole run, beside long transfers and the wait of {@link #unconnected}; a minute otherwise. Cells
     * that are not reached are inconclusive.
     */
    public FtpProbe within(Duration limit) {
        this.within = between("within", limit, MIN_TIMEOUT);
        return this;
    }

    /** How often a passive cell is tried, each time with a new port, as some may be open and others not; 4 otherwise. */
    public FtpProbe tries(int tries) {
        if (tries < 1 || tries > MAX_TRIES) {
            throw new IllegalArgumentException("tries " + tries + " is not between 1 and " + MAX_TRIES);
        }
        this.tries = tries;
        return this;
    }

    /**
     * Makes an upload that takes this long, while nothing moves on the control connection, in the first passive cell of
     * each protection that passed; if its final reply does not come, another with NOOPs. The file is deleted.
     */
    public FtpProbe longTransfer(Duration length) {
        this.longTransfer = between("longTransfer", length, Duration.ofSeconds(1));
        return this;
    }

    /** Lets a passive port of each family go unused, and waits for what the server says to a transfer then. */
    public FtpProbe unconnected() {
        this.unconnected = true;
        return this;
    }

    /** Makes all connections from this local address. */
    public FtpProbe from(InetAddress local) {
        this.from = local;
        return this;
    }

    /** Follows the probe while it runs. */
    public FtpProbe observer(ProbeObserver observer) {
        this.observer = observer;
        return this;
    }

    FtpProbe ticker(LongSupplier ticker) {
        this.ticker = ticker;
        return this;
    }

    FtpProbe lookup(HostLookup lookup) {
        this.lookup = lookup;
        return this;
    }

    /** Limits that are too short for networks. */
    FtpProbe impatient(Duration timeout, Duration shortest, Duration within) {
        this.timeout = timeout;
        this.shortest = shortest;
        this.within = within;
        return this;
    }

    /** How long {@link #run} takes at most, even if everything vanishes on the way. */
    public Duration worstCase() {
        return plan().worstCase();
    }

    /**
     * Probes; whatever the network does is in the report, and every wait has a limit. If the thread is interrupted, nothing
     * new begins, and the file of a long transfer is deleted.
     *
     * @throws IllegalArgumentException if plain connections are asked for where TLS begins with the first byte
     */
    public ProbeReport run() {
        return new ProbeRun(plan(), observer, ticker, lookup).run();
    }

    private ProbePlan plan() {
        if (implicitTls && protections.contains(Protection.PLAIN)) {
            throw new IllegalArgumentException(
                    "plain and implicitTls exclude each other: on such a port TLS begins with the first byte");
        }
        EnumSet<AddressFamily> wanted = families.isEmpty() ? EnumSet.allOf(AddressFamily.class) : families;
        return new ProbePlan(
                server,
                user,
                password,
                List.copyOf(modes.isEmpty() ? EnumSet.allOf(DataMode.class) : modes),
                List.copyOf(protections.isEmpty() ? EnumSet.allOf(Protection.class) : protections),
                List.copyOf(wanted),
                trust,
                implicitTls,
                timeout,
                shortest,
                within,
                tries,
                longTransfer,
                unconnected,
                from);
    }

    private static Duration between(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(name + " " + value.toMillis() / 1000.0 + " s is not between "
                    + least.toSeconds() + " and " + MAX.toSeconds() + " s");
        }
        return value;
    }
}
