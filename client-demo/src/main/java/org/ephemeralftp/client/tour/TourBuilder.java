package org.ephemeralftp.client.tour;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ClientTls;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.HostLookup;
import org.ephemeralftp.client.connection.OneLine;
import org.ephemeralftp.client.connection.Secret;
import org.ephemeralftp.client.connection.ServerAddress;

/** The description of a tour that is about to be taken. */
public final class TourBuilder {
    /** The longest wait that can be asked for. */
    public static final Duration MAX_TIMEOUT = Duration.ofHours(1);

    /** The largest file that can be asked for. */
    public static final long MAX_SIZE = 1L << 30;

    private final ServerAddress server;
    private String user = "anonymous";
    private Secret password = new Secret("anonymous@");
    private EnumSet<DataMode> modes = EnumSet.allOf(DataMode.class);
    private EnumSet<AddressFamily> families = EnumSet.allOf(AddressFamily.class);
    private long size = 100 * 1024;
    private Duration timeout = Duration.ofSeconds(10);
    private boolean readOnly;
    private ClientTls.@Nullable Trust trust;
    private LongSupplier ticker = System::nanoTime;
    private RandomGenerator random = new SecureRandom();
    private HostLookup lookup = HostLookup.OF_THIS_MACHINE;
    private TourObserver observer = new TourObserver() {};

    TourBuilder(ServerAddress server) {
        this.server = server;
    }

    /** Logs in with this account instead of anonymously. */
    public TourBuilder login(String user, String password) {
        this.user = OneLine.of("user", user);
        this.password = new Secret(OneLine.of("password", password));
        return this;
    }

    /** Limits the tour to these modes; all of them otherwise. */
    public TourBuilder modes(Collection<DataMode> modes) {
        requireSome("modes", modes);
        this.modes = EnumSet.copyOf(modes);
        return this;
    }

    /** Limits the tour to these address families; both otherwise. */
    public TourBuilder families(Collection<AddressFamily> families) {
        requireSome("families", families);
        this.families = EnumSet.copyOf(families);
        return this;
    }

    /** How many random bytes are uploaded in each cell; 102,400 otherwise. */
    public TourBuilder size(long bytes) {
        if (bytes < 0 || bytes > MAX_SIZE) {
            throw new IllegalArgumentException("size " + bytes + " is not between 0 and " + MAX_SIZE + " bytes");
        }
        this.size = bytes;
        return this;
    }

    /** The limit of each single wait: for a connection, a reply, or data; 10 seconds otherwise. */
    public TourBuilder timeout(Duration limit) {
        if (limit.toMillis() < 1 || limit.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout " + limit + " is not between 1 ms and " + MAX_TIMEOUT);
        }
        this.timeout = limit;
        return this;
    }

    /** Only lists, and downloads the first plain file, for accounts that may not write. */
    public TourBuilder readOnly(boolean readOnly) {
        this.readOnly = readOnly;
        return this;
    }

    /**
     * Puts both connections under TLS, by AUTH TLS and PROT P (RFC 4217), or from the first byte if the server's address
     * says so; such an address alone means TLS and the trust of this machine.
     */
    public TourBuilder tls(ClientTls.Trust trust) {
        this.trust = trust;
        return this;
    }

    /** Follows the tour while it runs. */
    public TourBuilder observer(TourObserver observer) {
        this.observer = observer;
        return this;
    }

    TourBuilder ticker(LongSupplier ticker) {
        this.ticker = ticker;
        return this;
    }

    TourBuilder random(RandomGenerator random) {
        this.random = random;
        return this;
    }

    TourBuilder lookup(HostLookup lookup) {
        this.lookup = lookup;
        return this;
    }

    /**
     * Completes the description.
     *
     * @throws IllegalArgumentException if none of the modes exists on any of the families
     */
    public Tour build() {
        server.literalFamily().filter(families::contains).ifPresent(only -> families = EnumSet.of(only));
        if (families.stream().noneMatch(family -> modes.stream().anyMatch(mode -> mode.carries(family)))) {
            throw new IllegalArgumentException(
                    "PASV and PORT cannot express an IPv6 address; add EPSV or EPRT, or IPv4 if the server has it");
        }
        TourPlan plan = new TourPlan(
                server,
                user,
                password,
                List.copyOf(modes),
                List.copyOf(families),
                size,
                timeout,
                readOnly,
                server.implicitTls() && trust == null ? ClientTls.Trust.OF_THIS_MACHINE : trust);
        return new Tour(plan, new Surroundings(ticker, random, lookup, observer));
    }

    private static void requireSome(String name, Collection<?> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
    }
}
