package org.ephemeralftp.server.users;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Tries passwords in such a way that every refusal takes the same work: that of the highest cost among the accounts,
 * whether the user is unknown, the password wrong or the account disabled.
 */
final class PasswordCheck {
    /** The work: {@link PasswordHash#matches}, or a test's count of it. */
    interface Trial {
        boolean matches(PasswordHash hash, String password);
    }

    private final Trial trial;

    PasswordCheck(Trial trial) {
        this.trial = trial;
    }

    /** Whether an account, if there is one, can be logged in to with this password. */
    boolean passes(Optional<AccountStore.Entry> entry, String password, int highestCost) {
        if (entry.isEmpty()) {
            trial.matches(PasswordHash.decoy(highestCost), password);
            return false;
        }
        PasswordHash hash = entry.get().password();
        boolean right = trial.matches(hash, password);
        if (right && entry.get().account().enabled()) {
            return true;
        }
        // After one hash of cost c, those of c, c+1, ..., highest-1 add up to exactly the highest.
        IntStream.range(hash.cost(), highestCost).forEach(cost -> trial.matches(PasswordHash.decoy(cost), password));
        return false;
    }
}
