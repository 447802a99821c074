package org.ephemeralftp.server.users;

import java.io.IOException;
import java.util.Optional;
import org.apache.ftpserver.ftplet.UserManager;

/**
 * A place where accounts are kept, such as a database.
 *
 * <p>It is asked once for each login, on the thread of that session, and by many sessions at once, but by one at a time
 * of those that come from one address. The name may be that of another account of the server, if the login is to be
 * refused: the time it takes must not tell whose a name is. What it answers holds for the session that logs in; a session
 * that is logged in stays as it was.
 */
@FunctionalInterface
public interface AccountStore {
    /**
     * The account of a name, and its password.
     *
     * @param name what the client gave with USER, which can be anything
     * @throws IOException if the store cannot be read now: the login fails like any other, and the log says why
     */
    Optional<Entry> find(String name) throws IOException;

    /** An account and its password. */
    record Entry(Account account, PasswordHash password) {
        /** @throws IllegalArgumentException if the account is named {@code anonymous}, for which no password is asked */
        public Entry {
            if (account.name().equals(UserManager.ANONYMOUS)) {
                throw new IllegalArgumentException(
                        "user anonymous has no password: allow anonymous logins (--anonymous), or use another name");
            }
        }
    }
}
