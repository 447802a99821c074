package org.ephemeralftp.server.users;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.ftpserver.ftplet.Authentication;
import org.apache.ftpserver.ftplet.AuthenticationFailedException;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.User;
import org.apache.ftpserver.ftplet.UserManager;
import org.apache.ftpserver.usermanager.AnonymousAuthentication;
import org.apache.ftpserver.usermanager.UsernamePasswordAuthentication;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The accounts of a server: those named in its configuration, then those of a users file, then those of a store. */
public final class Accounts implements UserManager {
    private static final Logger log = LoggerFactory.getLogger(Accounts.class);
    private static final String FTP = "ftp";

    private final AccountMap named;
    private final Map<String, Account> anonymous;
    private final @Nullable UsersFile file;
    private final @Nullable AccountStore store;
    private final PasswordCheck check;

    /** What the costliest password costs that the store is known to have; it cannot be asked for it. */
    private final AtomicInteger highestCostOfStore;

    private Accounts(Builder builder) {
        named = AccountMap.of(builder.named);
        anonymous = Map.copyOf(builder.anonymous);
        Set<String> taken = new HashSet<>(named.names());
        taken.addAll(anonymous.keySet());
        file = builder.file == null ? null : new UsersFile(builder.file, builder.fileHome, taken, Clock.systemUTC());
        store = builder.store;
        highestCostOfStore = new AtomicInteger(store == null ? 0 : PasswordHash.COST);
        check = new PasswordCheck(builder.trial);
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@inheritDoc}
     *
     * @throws AuthenticationFailedException without a reason: neither what it says nor how long it takes tells a wrong
     *     password from an unknown user
     * @throws PasswordNotTriedException if too many others wait to be tried
     */
    @Override
    public Account authenticate(Authentication authentication) throws AuthenticationFailedException {
        if (authentication instanceof UsernamePasswordAuthentication login) {
            return authenticate(login.getUsername(), login.getPassword());
        }
        if (authentication instanceof AnonymousAuthentication) {
            return authenticate(ANONYMOUS, "");
        }
        throw new AuthenticationFailedException();
    }

    private Account authenticate(@Nullable String given, @Nullable String password)
            throws AuthenticationFailedException {
        String name = given == null ? "" : given;
        Account open = anonymous.get(name);
        if (open != null) {
            return open;
        }
        Optional<AccountStore.Entry> ours = named.find(name).or(() -> fromFile().find(name));
        Optional<AccountStore.Entry> entry = ours.or(() -> fromStore(name));
        if (!check.passes(entry, password == null ? "" : password, highestCost())) {
            if (ours.isPresent()) {
                // For the time that it takes: a refusal that comes sooner would tell that the name is one of ours.
                fromStore(name);
            }
            throw new AuthenticationFailedException();
        }
        return entry.orElseThrow().account();
    }

    private AccountMap fromFile() {
        return file == null ? AccountMap.EMPTY : file.accounts();
    }

    private Optional<AccountStore.Entry> fromStore(String name) {
        if (store == null || name.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<AccountStore.Entry> entry = store.find(name);
            entry.ifPresent(found ->
                    highestCostOfStore.accumulateAndGet(found.password().cost(), Math::max));
            return entry;
        } catch (IOException | RuntimeException e) {
            // In one line: a store that is down would fill the log otherwise.
            log.warn("The account store cannot be read now, so a login fails: {}", e.toString());
            log.debug("The account store's failure", e);
            return Optional.empty();
        }
    }

    private int highestCost() {
        int ofFile = file == null ? 0 : file.highestCost();
        int highest = Math.max(highestCostOfStore.get(), Math.max(named.highestCost(), ofFile));
        return highest == 0 ? PasswordHash.COST : highest;
    }

    /**
     * {@inheritDoc} It may be any account but one of a store, which is asked for passwords only: the server wants to know
     * of limits here, and accounts have none.
     */
    @Override
    public @Nullable Account getUserByName(String name) {
        Account open = anonymous.get(name);
        return open != null
                ? open
                : named.find(name)
                        .or(() -> fromFile().find(name))
                        .map(AccountStore.Entry::account)
                        .orElse(null);
    }

    /** {@inheritDoc} Those of a store are not among them, as in {@link #getUserByName}. */
    @Override
    public String[] getAllUserNames() {
        return Stream.of(named.names(), anonymous.keySet(), fromFile().names())
                .flatMap(Set::stream)
                .sorted()
                .toArray(String[]::new);
    }

    /** The homes of all accounts but those of a store, which is not asked. */
    public Set<Path> homes() {
        Set<Path> homes = new HashSet<>();
        anonymous.values().forEach(account -> homes.add(account.home()));
        for (AccountMap accounts : List.of(named, fromFile())) {
            accounts.entries()
                    .values()
                    .forEach(entry -> homes.add(entry.account().home()));
        }
        return homes;
    }

    @Override
    public boolean doesExist(String name) {
        return getUserByName(name) != null;
    }

    @Override
    public void save(User user) throws FtpException {
        throw new FtpException("accounts are not changed over FTP");
    }

    @Override
    public void delete(String name) throws FtpException {
        throw new FtpException("accounts are not changed over FTP");
    }

    /** {@inheritDoc} Nobody is: see {@link #isAdmin}. */
    @Override
    public String getAdminName() {
        return "admin";
    }

    /** {@inheritDoc} Always false: the server is not administered over FTP. */
    @Override
    public boolean isAdmin(String name) {
        return false;
    }

    /** The accounts of a server to be; each name can be given once. */
    public static final class Builder {
        private final Map<String, AccountStore.Entry> named = new HashMap<>();
        private final Map<String, Account> anonymous = new HashMap<>();
        private @Nullable Path file;
        private Path fileHome = Path.of("");
        private @Nullable AccountStore store;
        private PasswordCheck.Trial trial = PasswordHash::matches;

        private Builder() {}

        /** Adds an account that may read and write its home. */
        public Builder user(String name, String password, Path home) {
            return account(new Account(name, home, Access.READ_WRITE, true), PasswordHash.of(password));
        }

        /** Adds an account that may only read its home. */
        public Builder readOnlyUser(String name, String password, Path home) {
            return account(new Account(name, home, Access.READ_ONLY, true), PasswordHash.of(password));
        }

        /** Adds an account. */
        public Builder account(Account account, PasswordHash password) {
            checkFree(account.name());
            named.put(account.name(), new AccountStore.Entry(account, password));
            return this;
        }

        /** Lets everybody read a home, as {@code anonymous} or {@code ftp} with any password. */
        public Builder anonymous(Path home) {
            // One account under both names, so that whoever counts anonymous sessions counts them all.
            Account account = new Account(ANONYMOUS, home, Access.READ_ONLY, true);
            checkFree(ANONYMOUS);
            checkFree(FTP);
            anonymous.put(ANONYMOUS, account);
            anonymous.put(FTP, account);
            return this;
        }

        /**
         * Adds the accounts of a users file.
         *
         * @param home what an empty home in the file means
         */
        public Builder usersFile(Path path, Path home) {
            file = path;
            fileHome = home;
            return this;
        }

        /** Lets those log in, too, whom a store knows. Names of other accounts are theirs. */
        public Builder store(AccountStore value) {
            store = value;
            return this;
        }

        /** Has a test count the work of trying passwords. */
        Builder trial(PasswordCheck.Trial value) {
            trial = value;
            return this;
        }

        /**
         * The accounts.
         *
         * @throws IllegalArgumentException if the users file cannot be read or is wrong
         */
        public Accounts build() {
            return new Accounts(this);
        }

        private void checkFree(String name) {
            if (named.containsKey(name) || anonymous.containsKey(name)) {
                throw new IllegalArgumentException("there is already an account for user " + name
                        + (name.equals(FTP) ? " (the anonymous account, --anonymous, has this name too)" : ""));
            }
        }
    }
}
