package org.ephemeralftp.client.load;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ClientTls;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.HostLookup;
import org.ephemeralftp.client.connection.OneLine;
import org.ephemeralftp.client.connection.Secret;
import org.ephemeralftp.client.connection.ServerAddress;

/**
 * Load on a server's data ports, described and then run: so many sessions share so many transfers. It is bounded, goes to
 * loopback addresses only unless told otherwise, and deletes what it uploads.
 *
 * <pre>{@code
 * LoadReport report = FtpLoad.to("localhost", 2121).login("demo", "secret").sessions(50).transfers(5_000).run();
 * }</pre>
 */
public final class FtpLoad {
    public static final int MAX_SESSIONS = 1_000;
    public static final long MAX_TRANSFERS = 1_000_000;
    public static final long MAX_SIZE = 1L << 30;
    public static final int MAX_SIZES = 10;
    public static final Duration MAX_TIME = Duration.ofHours(1);

    private final ServerAddress server;
    private List<AddressFamily> families = List.of(AddressFamily.values());
    private boolean owned;
    private String user = "anonymous";
    private Secret password = new Secret("anonymous@");
    private ClientTls.@Nullable Trust trust;
    private int sessions = 8;
    private long transfers = 1_000;
    private List<Operation> operations = List.of(Operation.UPLOAD, Operation.DOWNLOAD);
    private List<DataMode> modes = List.of(DataMode.EPSV);
    private List<Long> sizes = List.of(16L * 1024);
    private Optional<String> file = Optional.empty();
    private Duration ramp = Duration.ZERO;
    private Duration timeLimit = Duration.ofMinutes(2);
    private Duration timeout = Duration.ofSeconds(10);
    private LoadObserver observer = new LoadObserver() {};
    private LongSupplier ticker = System::nanoTime;
    private HostLookup lookup = HostLookup.OF_THIS_MACHINE;

    private FtpLoad(ServerAddress server) {
        this.server = server;
        if (server.implicitTls()) {
            tls(ClientTls.Trust.OF_THIS_MACHINE);
        }
    }

    /** Load on this server: 8 anonymous sessions, 1,000 uploads and downloads of 16 KiB by EPSV, 2 minutes at most. */
    public static FtpLoad to(String host, int port) {
        return to(new ServerAddress(host, port));
    }

    public static FtpLoad to(ServerAddress server) {
        return new FtpLoad(server);
    }

    /** All sessions log in with this account instead of anonymously. */
    public FtpLoad login(String user, String password) {
        this.user = OneLine.of("user", user);
        this.password = new Secret(OneLine.of("password", password));
        return this;
    }

    /** The server may be another machine: it belongs to whoever says this, or they may load it. */
    public FtpLoad yesIOwnIt() {
        this.owned = true;
        return this;
    }

    /** The families of the addresses to try, if the server has several; both otherwise. */
    public FtpLoad families(Collection<AddressFamily> families) {
        this.families = List.copyOf(EnumSet.copyOf(some("families", families)));
        return this;
    }

    /** Both connections are under TLS (AUTH TLS, PROT P), and this is who is trusted; in clear otherwise. */
    public FtpLoad tls(ClientTls.Trust trust) {
        this.trust = trust;
        return this;
    }

    /** How many sessions run at once. */
    public FtpLoad sessions(int sessions) {
        this.sessions = (int) within("sessions", sessions, 1, MAX_SESSIONS);
        return this;
    }

    /** How many transfers are tried by all sessions together. */
    public FtpLoad transfers(long transfers) {
        this.transfers = within("transfers", transfers, 1, MAX_TRANSFERS);
        return this;
    }

    /** What the transfers do, in turns. */
    public FtpLoad operations(Operation... operations) {
        this.operations = List.copyOf(EnumSet.copyOf(some("operations", Arrays.asList(operations))));
        return this;
    }

    /** How their data connections come to be, in turns. */
    public FtpLoad modes(DataMode... modes) {
        this.modes = List.copyOf(EnumSet.copyOf(some("modes", Arrays.asList(modes))));
        return this;
    }

    /** How many bytes each upload and each download moves, in turns. */
    public FtpLoad sizes(long... bytes) {
        within("number of sizes", bytes.length, 1, MAX_SIZES);
        this.sizes = Arrays.stream(bytes)
                .map(size -> within("size", size, 0, MAX_SIZE))
                .distinct()
                .boxed()
                .toList();
        return this;
    }

    /** Downloads take this file, which is there, instead of one that is uploaded before. */
    public FtpLoad file(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("file must not be empty");
        }
        this.file = Optional.of(OneLine.of("file", name));
        return this;
    }

    /**
     * The sessions start spread over this time, and each begins at once. Without it they start together and begin together,
     * when all have logged in.
     */
    public FtpLoad ramp(Duration ramp) {
        this.ramp = within("ramp", ramp, Duration.ZERO);
        return this;
    }

    /**
     * The limit of everything, from the first connection. What runs then has another 2 seconds; what it leaves is deleted
     * within 20 more.
     */
    public FtpLoad timeLimit(Duration limit) {
        this.timeLimit = within("time limit", limit, Duration.ofMillis(1));
        return this;
    }

    /** The limit of each single wait: for a connection, a reply, or data; 10 seconds otherwise. */
    public FtpLoad timeout(Duration limit) {
        this.timeout = within("timeout", limit, Duration.ofMillis(1));
        return this;
    }

    /** Follows the load while it runs. */
    public FtpLoad observer(LoadObserver observer) {
        this.observer = observer;
        return this;
    }

    FtpLoad ticker(LongSupplier ticker) {
        this.ticker = ticker;
        return this;
    }

    FtpLoad lookup(HostLookup lookup) {
        this.lookup = lookup;
        return this;
    }

    /**
     * Runs it, on threads of its own, while the caller waits. An interrupt ends it early, and still deletes what was
     * uploaded.
     *
     * @throws ForeignTargetException if the server has an address of another machine and {@link #yesIOwnIt} was not said
     * @throws IllegalArgumentException if no address of the server is of the families asked for and carries all modes
     */
    public LoadReport run() {
        LoadPlan plan = new LoadPlan(
                server,
                families,
                owned,
                user,
                password,
                trust,
                sessions,
                transfers,
                operations,
                modes,
                sizes,
                file,
                ramp,
                timeLimit,
                timeout);
        byte[] own = new byte[4];
        new SecureRandom().nextBytes(own);
        String prefix = "ephemeral-ftp-load-" + HexFormat.of().formatHex(own);
        List<InetAddress> addresses = LoadTarget.of(plan, lookup);
        observer.begins(timeLimit.plus(LoadRun.AFTERWARDS));
        return new LoadRun(plan, addresses, ticker, observer, prefix).run();
    }

    private static long within(String name, long value, long from, long to) {
        if (value < from || value > to) {
            throw new IllegalArgumentException(name + " " + value + " is not between " + from + " and " + to);
        }
        return value;
    }

    private static Duration within(String name, Duration value, Duration from) {
        if (value.compareTo(from) < 0 || value.compareTo(MAX_TIME) > 0) {
            throw new IllegalArgumentException(name + " " + value + " is not between " + from + " and " + MAX_TIME);
        }
        return value;
    }

    private static <T> Collection<T> some(String name, Collection<T> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
        return values;
    }
}
