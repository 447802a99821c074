package org.ephemeralftp.server.users;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Tries passwords in such a way that every refusal takes the same work: that of the highest cost among the accounts,
 * whether the user is unknown, the password wrong or the account disabled.
 *
 * <p>That work is meant to be much. So one processor is left to everything else as long as there are two: more checks at
 * once than that wait, first come first served.
 */
final class PasswordCheck {
    /** The work: {@link PasswordHash#matches}, or a test's count of it. */
    interface Trial {
        boolean matches(PasswordHash hash, String password);
    }

    static final int AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Trial trial;
    private final Duration longestWait;
    private final Semaphore atOnce = new Semaphore(AT_ONCE, true);

    PasswordCheck(Trial trial) {
        this(trial, LONGEST_WAIT);
    }

    PasswordCheck(Trial trial, Duration longestWait) {
        this.trial = trial;
        this.longestWait = longestWait;
    }

    /**
     * Whether an account, if there is one, can be logged in to with this password.
     *
     * @throws PasswordNotTriedException if others are being tried all the time
     */
    boolean passes(Optional<AccountStore.Entry> entry, String password, int highestCost)
            throws PasswordNotTriedException {
        await();
        try {
            return tried(entry, password, highestCost);
        } finally {
            atOnce.release();
        }
    }

    private void await() throws PasswordNotTriedException {
        try {
            if (!atOnce.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new PasswordNotTriedException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PasswordNotTriedException();
        }
    }

    private boolean tried(Optional<AccountStore.Entry> entry, String password, int highestCost) {
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
