package org.ephemeralftp.server.users;

import java.nio.file.Path;
import java.util.List;
import org.apache.ftpserver.ftplet.Authority;
import org.apache.ftpserver.ftplet.AuthorizationRequest;
import org.apache.ftpserver.ftplet.User;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginRequest;
import org.apache.ftpserver.usermanager.impl.TransferRateRequest;
import org.apache.ftpserver.usermanager.impl.WriteRequest;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may log in: a name, a home and what may be done there. The password is not part of it.
 *
 * @param name what the client gives with USER: not blank, without control characters, {@code :} and {@code /}
 * @param home the directory that is the client's {@code /}
 * @param access what may be done there
 * @param enabled whether the account can be logged in to at all
 */
public record Account(String name, Path home, Access access, boolean enabled) implements User {
    /** What Java has in the place of bytes that are no text in the locale, or in UTF-8. */
    private static final char UNREADABLE = '\uFFFD';

    /** @throws IllegalArgumentException if the name is not valid */
    public Account {
        checkName(name);
    }

    @Override
    public String getName() {
        return name;
    }

    /** Always null: passwords are known to {@link Accounts} alone, and only as hashes. */
    @Override
    public @Nullable String getPassword() {
        return null;
    }

    @Override
    public List<? extends Authority> getAuthorities() {
        return List.of();
    }

    @Override
    public List<? extends Authority> getAuthorities(Class<? extends Authority> type) {
        return List.of();
    }

    /** {@inheritDoc} Logins and transfer rates are not limited per account: those requests come back as they are. */
    @Override
    public @Nullable AuthorizationRequest authorize(AuthorizationRequest request) {
        boolean granted = request instanceof WriteRequest write
                ? access.mayWrite(write.getFile())
                : request instanceof ConcurrentLoginRequest || request instanceof TransferRateRequest;
        return granted ? request : null;
    }

    /** {@inheritDoc} Always 0, which means as long as the server lets every session. */
    @Override
    public int getMaxIdleTime() {
        return 0;
    }

    @Override
    public boolean getEnabled() {
        return enabled;
    }

    @Override
    public String getHomeDirectory() {
        return home.toString();
    }

    /** The same account with another home. */
    public Account withHome(Path other) {
        return new Account(name, other, access, enabled);
    }

    /** The name is not repeated: what was given in its place may be a password. */
    private static void checkName(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a user name must not be empty or blank");
        }
        if (name.indexOf(UNREADABLE) >= 0) {
            throw new IllegalArgumentException("a user name must not contain what cannot be read; if it is beyond"
                    + " ASCII, the locale is the reason: start with LC_ALL=C.UTF-8");
        }
        name.chars()
                .filter(c -> c == ':' || c == '/' || Character.isISOControl(c))
                .findFirst()
                .ifPresent(c -> {
                    throw new IllegalArgumentException("a user name must not contain "
                            + (Character.isISOControl(c) ? "control characters" : "'" + (char) c + "'"));
                });
    }
}
