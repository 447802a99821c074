package org.ephemeralftp.server;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.admin.AdminConfig;
import org.ephemeralftp.server.advertise.AdvertiseRule;
import org.ephemeralftp.server.lease.PeerCheck;
import org.ephemeralftp.server.lease.PortSharing;
import org.ephemeralftp.server.ports.PortSet;
import org.ephemeralftp.server.proxy.TrustedProxies;
import org.ephemeralftp.server.tls.TlsConfig;
import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.Account;
import org.ephemeralftp.server.users.AccountStore;
import org.ephemeralftp.server.users.LoginLimits;
import org.ephemeralftp.server.users.PasswordHash;

/**
 * Builds a {@link ServerConfig}; see there for the meaning and default of each value. Setters throw
 * {@link IllegalArgumentException} for values that cannot be meant.
 */
public final class ServerConfigBuilder {
    /** Far from what the system's counts of milliseconds can hold. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private @Nullable InetAddress bindAddress;
    private int port = 21;
    private PortSet passivePorts = PortSet.parse("iana");
    private PortSet activePorts = PortSet.empty();
    private PortSharing portSharing = PortSharing.CLIENT;
    private Duration leaseTimeout = Duration.ofSeconds(30);
    private Duration leaseWait = Duration.ofSeconds(2);
    private Duration listenerLinger = Duration.ofSeconds(1);
    private boolean keepListening;
    private boolean portChoice;
    private PeerCheck peerCheck = PeerCheck.on();
    private final List<AdvertiseRule> advertise = new ArrayList<>();
    private @Nullable Path advertiseFile;
    private TrustedProxies proxyProtocol = TrustedProxies.none();
    private Path home = Path.of("ftp-home");
    private boolean followSymlinks;
    private final Map<String, AccountStore.Entry> users = new LinkedHashMap<>();
    /** Those whose home is the server's, which may still be named. */
    private final Set<String> usersAtHome = new HashSet<>();

    private @Nullable Path usersFile;
    private @Nullable AccountStore accounts;
    private boolean anonymous;
    private int maxSessions = 500;
    private int maxSessionsPerAddress = 100;
    private LoginLimits logins = LoginLimits.defaults();
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration dataTimeout = Duration.ofSeconds(60);
    private Duration idleTimeout = Duration.ofMinutes(5);
    private Duration uploadGrace = Duration.ofMillis(50);
    private boolean uploadSync = true;
    private TlsConfig tls = TlsConfig.OFF;
    private AdminConfig admin = AdminConfig.OFF;

    ServerConfigBuilder() {}

    public ServerConfigBuilder bindAddress(InetAddress value) {
        bindAddress = value;
        return this;
    }

    public ServerConfigBuilder port(int value) {
        port = inRange("The control port", value, 0, 65535);
        return this;
    }

    /** As {@link #passivePorts(PortSet)}, from text such as {@code 50000-50009} or {@code iana,!50060}. */
    public ServerConfigBuilder passivePorts(String value) {
        return passivePorts(PortSet.parse(value));
    }

    public ServerConfigBuilder passivePorts(PortSet value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("There must be at least one passive port");
        }
        passivePorts = value;
        return this;
    }

    /** As {@link #activePorts(PortSet)}, from {@code ephemeral}, {@code 20} or the text of any set. */
    public ServerConfigBuilder activePorts(String value) {
        if (value.strip().equals("ephemeral")) {
            return activePorts(PortSet.empty());
        }
        try {
            return activePorts(PortSet.parse(value));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + "; or write ephemeral", e);
        }
    }

    /** An empty set lets the kernel choose. */
    public ServerConfigBuilder activePorts(PortSet value) {
        activePorts = value;
        return this;
    }

    public ServerConfigBuilder portSharing(PortSharing value) {
        portSharing = value;
        return this;
    }

    public ServerConfigBuilder leaseTimeout(Duration value) {
        leaseTimeout = positive("The lease timeout", value);
        return this;
    }

    public ServerConfigBuilder leaseWait(Duration value) {
        leaseWait = notNegative("The lease wait", value);
        return this;
    }

    public ServerConfigBuilder listenerLinger(Duration value) {
        listenerLinger = notNegative("The listener linger", value);
        return this;
    }

    public ServerConfigBuilder keepListening(boolean value) {
        keepListening = value;
        return this;
    }

    /**
     * Lets clients choose their data ports by SITE LEASE, to test a firewall port by port. A port that is chosen can be
     * predicted (RFC 6056), so that this is not for a server that strangers use.
     */
    public ServerConfigBuilder portChoice(boolean value) {
        portChoice = value;
        return this;
    }

    public ServerConfigBuilder peerCheck(PeerCheck value) {
        peerCheck = value;
        return this;
    }

    /** As {@link #advertise(AdvertiseRule)}, from text as {@link AdvertiseRule#parse} reads it. */
    public ServerConfigBuilder advertise(String rule) {
        return advertise(AdvertiseRule.parse(rule));
    }

    /** Adds a rule; the first one that is for a client is used. */
    public ServerConfigBuilder advertise(AdvertiseRule rule) {
        advertise.add(rule);
        return this;
    }

    public ServerConfigBuilder advertiseFile(Path value) {
        advertiseFile = value;
        return this;
    }

    /** As {@link #proxyProtocol(TrustedProxies)}, from text such as {@code 10.1.2.3} or {@code 10.1.2.0/24,2001:db8::7}. */
    public ServerConfigBuilder proxyProtocol(String value) {
        return proxyProtocol(TrustedProxies.parse(value));
    }

    /** Their control and data connections must begin with a header of the PROXY protocol, version 1 or 2. */
    public ServerConfigBuilder proxyProtocol(TrustedProxies value) {
        proxyProtocol = value;
        return this;
    }

    public ServerConfigBuilder home(Path value) {
        if (value.toString().isEmpty()) {
            throw new IllegalArgumentException("The home must be named; '.' is the current directory");
        }
        home = value;
        return this;
    }

    /** Links then lead anywhere on this machine that the server may go. */
    public ServerConfigBuilder followSymlinks(boolean value) {
        followSymlinks = value;
        return this;
    }

    /** Adds an account that may read and write the server's home. */
    public ServerConfigBuilder user(String name, String password) {
        return user(name, PasswordHash.of(password));
    }

    /** As {@link #user(String, String)}, with a password that is hashed already. */
    public ServerConfigBuilder user(String name, PasswordHash password) {
        return userAtHome(name, password, Access.READ_WRITE);
    }

    /** Adds an account that may read and write a home of its own. */
    public ServerConfigBuilder user(String name, String password, Path ownHome) {
        return account(new Account(name, ownHome, Access.READ_WRITE, true), PasswordHash.of(password));
    }

    /** Adds an account that may read the server's home. */
    public ServerConfigBuilder readOnlyUser(String name, String password) {
        return userAtHome(name, PasswordHash.of(password), Access.READ_ONLY);
    }

    /** Adds an account that may read a home of its own. */
    public ServerConfigBuilder readOnlyUser(String name, String password, Path ownHome) {
        return account(new Account(name, ownHome, Access.READ_ONLY, true), PasswordHash.of(password));
    }

    /** Adds an account of any kind. */
    public ServerConfigBuilder account(Account account, PasswordHash password) {
        if (users.putIfAbsent(account.name(), new AccountStore.Entry(account, password)) != null) {
            throw new IllegalArgumentException("The user '" + account.name() + "' is named twice");
        }
        return this;
    }

    private ServerConfigBuilder userAtHome(String name, PasswordHash password, Access access) {
        account(new Account(name, home, access, true), password);
        usersAtHome.add(name);
        return this;
    }

    private List<AccountStore.Entry> users() {
        return users.values().stream()
                .map(entry -> usersAtHome.contains(entry.account().name())
                        ? new AccountStore.Entry(entry.account().withHome(home), entry.password())
                        : entry)
                .toList();
    }

    /** Adds the accounts of a file, a line {@code name:hash:home:rw|ro} for each; see README. */
    public ServerConfigBuilder usersFile(Path value) {
        usersFile = value;
        return this;
    }

    /** Lets those log in, too, whom a store knows. Names of other accounts are theirs. */
    public ServerConfigBuilder accounts(AccountStore value) {
        accounts = value;
        return this;
    }

    public ServerConfigBuilder anonymous(boolean value) {
        anonymous = value;
        return this;
    }

    public ServerConfigBuilder maxSessions(int value) {
        maxSessions = inRange("The number of sessions", value, 1, 1_000_000);
        return this;
    }

    public ServerConfigBuilder maxSessionsPerAddress(int value) {
        maxSessionsPerAddress = inRange("The number of sessions per address", value, 1, 1_000_000);
        return this;
    }

    public ServerConfigBuilder logins(LoginLimits value) {
        logins = value;
        return this;
    }

    public ServerConfigBuilder connectTimeout(Duration value) {
        connectTimeout = inRange("The connect timeout", value, Duration.ofMillis(1));
        return this;
    }

    public ServerConfigBuilder dataTimeout(Duration value) {
        dataTimeout = inRange("The data timeout", value, Duration.ofMillis(1));
        return this;
    }

    public ServerConfigBuilder idleTimeout(Duration value) {
        idleTimeout = inRange("The idle timeout", value, Duration.ofSeconds(1));
        return this;
    }

    public ServerConfigBuilder uploadGrace(Duration value) {
        uploadGrace = inRange("The upload grace", value, Duration.ZERO);
        return this;
    }

    public ServerConfigBuilder uploadSync(boolean value) {
        uploadSync = value;
        return this;
    }

    public ServerConfigBuilder tls(TlsConfig value) {
        tls = value;
        return this;
    }

    /** Serves the live view, such as {@code AdminConfig.builder().port(8080).build()}. */
    public ServerConfigBuilder admin(AdminConfig value) {
        admin = value;
        return this;
    }

    /**
     * The configuration.
     *
     * @throws IllegalArgumentException if nobody could log in, ports of different purposes are the same, or a rule of
     *     what to advertise cannot work
     */
    public ServerConfig build() {
        return new ServerConfig(
                bindAddress,
                port,
                passivePorts,
                activePorts,
                portSharing,
                leaseTimeout,
                leaseWait,
                listenerLinger,
                keepListening,
                portChoice,
                peerCheck,
                advertise,
                advertiseFile,
                proxyProtocol,
                home,
                followSymlinks,
                users(),
                usersFile,
                accounts,
                anonymous,
                maxSessions,
                maxSessionsPerAddress,
                logins,
                connectTimeout,
                dataTimeout,
                idleTimeout,
                uploadGrace,
                uploadSync,
                tls,
                admin);
    }

    /**
     * Builds the configuration and starts a server with it.
     *
     * @throws IOException if the control port cannot be bound
     * @throws IllegalArgumentException if the configuration contradicts itself
     */
    public EphemeralFtpServer start() throws IOException {
        return EphemeralFtpServer.start(build());
    }

    private static int inRange(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " must be " + least + " to " + most + ", not " + value);
        }
        return value;
    }

    private static Duration inRange(String what, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(what + " must be " + least.toMillis() + " ms to a day, not " + value);
        }
        return value;
    }

    private static Duration positive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + " must be longer than 0, not " + value);
        }
        return value;
    }

    private static Duration notNegative(String what, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(what + " must be 0 or longer, not " + value);
        }
        return value;
    }
}
