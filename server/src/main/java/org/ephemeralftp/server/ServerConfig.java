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

import org.ephemeralftp.server.advertise.AdvertiseRule;
import org.ephemeralftp.server.advertise.AdvertiseRules;
import org.ephemeralftp.server.lease.PeerCheck;
import org.ephemeralftp.server.lease.PortSharing;
import org.ephemeralftp.server.ports.PortSet;
import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.Account;
import org.ephemeralftp.server.users.AccountStore;
import org.ephemeralftp.server.users.PasswordHash;

/**
 * The immutable configuration of a server, made with {@link EphemeralFtpServer#builder()}.
 *
 * @param bindAddress where control connections are accepted; null, the default, means on all addresses
 * @param port the control port, 0 to 65535; default 21; 0 lets the system choose
 * @param passivePorts the passive ports; default {@code iana}, 49152-65535
 * @param activePorts where active data connections come from; default empty, which means that the kernel chooses
 * @param portSharing whether clients share ports when none is unused; default {@link PortSharing#CLIENT}
 * @param leaseTimeout how long a client may take to connect after 227 or 229; default 30 s
 * @param leaseWait how long PASV and EPSV wait for a port when none is free; default 2 s, 0 means not at all
 * @param listenerLinger how long a listener nobody needs stays open; default 1 s, 0 means not at all
 * @param keepListening whether every passive port listens all the time; default no
 * @param peerCheck who may use a data connection; default {@link PeerCheck#on()}
 * @param advertise what clients are told to connect to, where it is not what is bound; default no rules, see
 *     {@link AdvertiseRule#parse}
 * @param advertiseFile more such rules, one a line, read again when they change; default null, no file
 * @param home the directory that is served; default {@code ftp-home}; made if it is missing
 * @param followSymlinks whether symbolic links may lead out of the home; default no
 * @param users the accounts that are named here, with their homes and the hashes of their passwords
 * @param usersFile a file of accounts, read again when it changes; default null, no file
 * @param accounts where other accounts are kept, such as in a database; default null, nowhere
 * @param anonymous whether anybody may log in as {@code anonymous} or {@code ftp}, to read; default no
 * @param maxSessions control connections at once, 1 or more; default 500
 * @param maxSessionsPerAddress control connections at once from one address, 1 or more; default 100
 * @param connectTimeout how long an active data connection may take to be made, 1 ms to a day; default 10 s
 * @param dataTimeout how long a transfer may stand still, 1 ms to a day; default 60 s
 * @param uploadGrace how long an upload that replaces a file waits, once its data has ended, for the end of the control
 *     connection too, which means that the client was killed; default 50 ms, 0 means not at all
 * @param idleTimeout how long a control connection may be idle, 1 s to a day; default 300 s
 */
public record ServerConfig(
        @Nullable InetAddress bindAddress,
        int port,
        PortSet passivePorts,
        PortSet activePorts,
        PortSharing portSharing,
        Duration leaseTimeout,
        Duration leaseWait,
        Duration listenerLinger,
        boolean keepListening,
        PeerCheck peerCheck,
        List<AdvertiseRule> advertise,
        @Nullable Path advertiseFile,
        Path home,
        boolean followSymlinks,
        List<AccountStore.Entry> users,
        @Nullable Path usersFile,
        @Nullable AccountStore accounts,
        boolean anonymous,
        int maxSessions,
        int maxSessionsPerAddress,
        Duration connectTimeout,
        Duration dataTimeout,
        Duration idleTimeout,
        Duration uploadGrace) {

    public ServerConfig {
        users = List.copyOf(users);
        if (users.isEmpty() && usersFile == null && accounts == null && !anonymous) {
            throw new IllegalArgumentException("Nobody could log in: name a user or a users file, or allow anonymous");
        }
        PortRules.check(port, passivePorts, activePorts);
        advertise = AdvertiseRules.of(advertise, PortRules.passiveBeside(port, passivePorts))
                .list();
    }

    /** The passive ports that are left when the server itself listens on {@code controlPort}. */
    PortSet portsBeside(int controlPort) {
        PortRules.check(controlPort, passivePorts, activePorts);
        return PortRules.passiveBeside(controlPort, passivePorts);
    }

    /** Everything but the passwords. */
    @Override
    public String toString() {
        return "control " + (bindAddress == null ? "*" : bindAddress.getHostAddress()) + ":" + port + ", passive ports "
                + passivePorts + ", home " + home + ", users "
                + users.stream().map(entry -> entry.account().name()).toList()
                + (usersFile == null ? "" : " and those of " + usersFile) + (anonymous ? ", anonymous" : "");
    }

    /**
     * Builds a {@link ServerConfig}; see there for the meaning and default of each value. Setters throw
     * {@link IllegalArgumentException} for values that cannot be meant.
     */
    public static final class Builder {
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
        private PeerCheck peerCheck = PeerCheck.on();
        private final List<AdvertiseRule> advertise = new ArrayList<>();
        private @Nullable Path advertiseFile;
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
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration dataTimeout = Duration.ofSeconds(60);
        private Duration idleTimeout = Duration.ofMinutes(5);
        private Duration uploadGrace = Duration.ofMillis(50);

        Builder() {}

        public Builder bindAddress(InetAddress value) {
            bindAddress = value;
            return this;
        }

        public Builder port(int value) {
            port = inRange("The control port", value, 0, 65535);
            return this;
        }

        /** As {@link #passivePorts(PortSet)}, from text such as {@code 50000-50009} or {@code iana,!50060}. */
        public Builder passivePorts(String value) {
            return passivePorts(PortSet.parse(value));
        }

        public Builder passivePorts(PortSet value) {
            if (value.isEmpty()) {
                throw new IllegalArgumentException("There must be at least one passive port");
            }
            passivePorts = value;
            return this;
        }

        /** As {@link #activePorts(PortSet)}, from {@code ephemeral}, {@code 20} or the text of any set. */
        public Builder activePorts(String value) {
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
        public Builder activePorts(PortSet value) {
            activePorts = value;
            return this;
        }

        public Builder portSharing(PortSharing value) {
            portSharing = value;
            return this;
        }

        public Builder leaseTimeout(Duration value) {
            leaseTimeout = positive("The lease timeout", value);
            return this;
        }

        public Builder leaseWait(Duration value) {
            leaseWait = notNegative("The lease wait", value);
            return this;
        }

        public Builder listenerLinger(Duration value) {
            listenerLinger = notNegative("The listener linger", value);
            return this;
        }

        public Builder keepListening(boolean value) {
            keepListening = value;
            return this;
        }

        public Builder peerCheck(PeerCheck value) {
            peerCheck = value;
            return this;
        }

        /** As {@link #advertise(AdvertiseRule)}, from text as {@link AdvertiseRule#parse} reads it. */
        public Builder advertise(String rule) {
            return advertise(AdvertiseRule.parse(rule));
        }

        /** Adds a rule; the first one that is for a client is used. */
        public Builder advertise(AdvertiseRule rule) {
            advertise.add(rule);
            return this;
        }

        public Builder advertiseFile(Path value) {
            advertiseFile = value;
            return this;
        }

        public Builder home(Path value) {
            if (value.toString().isEmpty()) {
                throw new IllegalArgumentException("The home must be named; '.' is the current directory");
            }
            home = value;
            return this;
        }

        /** Links then lead anywhere on this machine that the server may go. */
        public Builder followSymlinks(boolean value) {
            followSymlinks = value;
            return this;
        }

        /** Adds an account that may read and write the server's home. */
        public Builder user(String name, String password) {
            return userAtHome(name, password, Access.READ_WRITE);
        }

        /** Adds an account that may read and write a home of its own. */
        public Builder user(String name, String password, Path ownHome) {
            return account(new Account(name, ownHome, Access.READ_WRITE, true), PasswordHash.of(password));
        }

        /** Adds an account that may read the server's home. */
        public Builder readOnlyUser(String name, String password) {
            return userAtHome(name, password, Access.READ_ONLY);
        }

        /** Adds an account that may read a home of its own. */
        public Builder readOnlyUser(String name, String password, Path ownHome) {
            return account(new Account(name, ownHome, Access.READ_ONLY, true), PasswordHash.of(password));
        }

        /** Adds an account of any kind. */
        public Builder account(Account account, PasswordHash password) {
            if (users.putIfAbsent(account.name(), new AccountStore.Entry(account, password)) != null) {
                throw new IllegalArgumentException("The user '" + account.name() + "' is named twice");
            }
            return this;
        }

        private Builder userAtHome(String name, String password, Access access) {
            account(new Account(name, home, access, true), PasswordHash.of(password));
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
        public Builder usersFile(Path value) {
            usersFile = value;
            return this;
        }

        /** Asks a store for every name that is none of the other accounts. */
        public Builder accounts(AccountStore value) {
            accounts = value;
            return this;
        }

        public Builder anonymous(boolean value) {
            anonymous = value;
            return this;
        }

        public Builder maxSessions(int value) {
            maxSessions = inRange("The number of sessions", value, 1, 1_000_000);
            return this;
        }

        public Builder maxSessionsPerAddress(int value) {
            maxSessionsPerAddress = inRange("The number of sessions per address", value, 1, 1_000_000);
            return this;
        }

        public Builder connectTimeout(Duration value) {
            connectTimeout = inRange("The connect timeout", value, Duration.ofMillis(1));
            return this;
        }

        public Builder dataTimeout(Duration value) {
            dataTimeout = inRange("The data timeout", value, Duration.ofMillis(1));
            return this;
        }

        public Builder idleTimeout(Duration value) {
            idleTimeout = inRange("The idle timeout", value, Duration.ofSeconds(1));
            return this;
        }

        public Builder uploadGrace(Duration value) {
            uploadGrace = inRange("The upload grace", value, Duration.ZERO);
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
                    peerCheck,
                    advertise,
                    advertiseFile,
                    home,
                    followSymlinks,
                    users(),
                    usersFile,
                    accounts,
                    anonymous,
                    maxSessions,
                    maxSessionsPerAddress,
                    connectTimeout,
                    dataTimeout,
                    idleTimeout,
                    uploadGrace);
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
                throw new IllegalArgumentException(
                        what + " must be " + least.toMillis() + " ms to a day, not " + value);
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
}
