package org.ephemeralftp.server.users;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.ftpserver.ftplet.Authentication;
import org.apache.ftpserver.ftplet.AuthenticationFailedException;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.User;
import org.apache.ftpserver.ftplet.UserManager;
import org.apache.ftpserver.usermanager.AnonymousAuthentication;
import org.apache.ftpserver.usermanager.UsernamePasswordAuthentication;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of a server, fixed when it starts.
 *
 * <p>The server knows them as a {@link UserManager} only, so that accounts kept elsewhere can take their place.
 */
public final class Accounts implements UserManager {

    private static final PasswordHash DECOY = PasswordHash.decoy();

    private final Map<String, Login> logins;

    private Accounts(Map<String, Login> logins) {
        this.logins = Map.copyOf(logins);
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@inheritDoc}
     *
     * @throws AuthenticationFailedException without a reason: neither what it says nor how long it takes tells a wrong
     *     password from an unknown user
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

    private Account authenticate(@Nullable String name, @Nullable String password)
            throws AuthenticationFailedException {
        Login login = name == null ? null : logins.get(name);
        Predicate<String> check = login == null ? DECOY::matches : login.password();
        boolean right = check.test(password == null ? "" : password);
        if (login == null || !right || !login.account().enabled()) {
            throw new AuthenticationFailedException();
        }
        return login.account();
    }

    @Override
    public @Nullable Account getUserByName(String name) {
        Login login = logins.get(name);
        return login == null ? null : login.account();
    }

    @Override
    public String[] getAllUserNames() {
        return logins.keySet().stream().sorted().toArray(String[]::new);
    }

    @Override
    public boolean doesExist(String name) {
        return logins.containsKey(name);
    }

    @Override
    public void save(User user) throws FtpException {
        throw new FtpException("accounts are configured at start");
    }

    @Override
    public void delete(String name) throws FtpException {
        throw new FtpException("accounts are configured at start");
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

    private record Login(Account account, Predicate<String> password) {}

    /** The accounts of a server to be; each name can be given once. */
    public static final class Builder {

        private static final String FTP = "ftp";

        private final Map<String, Login> logins = new HashMap<>();

        private Builder() {}

        /** Adds an account that may read and write its home. */
        public Builder user(String name, String password, Path home) {
            return add(new Account(name, home, Access.READ_WRITE, true), password);
        }

        /** Adds an account that may only read its home. */
        public Builder readOnlyUser(String name, String password, Path home) {
            return add(new Account(name, home, Access.READ_ONLY, true), password);
        }

        /** Lets everybody read a home, as {@code anonymous} or {@code ftp} with any password. */
        public Builder anonymous(Path home) {
            // One account under both names, so that whoever counts anonymous sessions counts them all.
            Login login = new Login(new Account(ANONYMOUS, home, Access.READ_ONLY, true), password -> true);
            checkFree(ANONYMOUS);
            checkFree(FTP);
            logins.put(ANONYMOUS, login);
            logins.put(FTP, login);
            return this;
        }

        public Accounts build() {
            return new Accounts(logins);
        }

        private Builder add(Account account, String password) {
            if (account.name().equals(ANONYMOUS)) {
                throw new IllegalArgumentException("user anonymous has no password: use the anonymous account instead");
            }
            if (password.isEmpty()) {
                throw new IllegalArgumentException("the password of user " + account.name() + " is empty");
            }
            checkFree(account.name());
            logins.put(account.name(), new Login(account, PasswordHash.of(password)::matches));
            return this;
        }

        private void checkFree(String name) {
            if (logins.containsKey(name)) {
                throw new IllegalArgumentException("there is already an account for user " + name
                        + (name.equals(FTP) ? " (the anonymous account has this name too)" : ""));
            }
        }
    }
}
