package org.ephemeralftp.server.control;

import java.util.HashMap;
import java.util.Map;

/**
 * So many places for sessions in each account; a session has one from before it is logged in until it is so no more, or its
 * connection is closed. One too many gets 421: of the replies to PASS (RFC 959, section 5.4) it is the one that says that
 * the same may succeed later.
 */
final class AccountPlaces {
    private final int limit;
    private final Map<String, Integer> taken = new HashMap<>();
    private final RefusalLog refusals = new RefusalLog(System::nanoTime);

    /** {@code limit} 0 is no limit. */
    AccountPlaces(int limit) {
        this.limit = limit;
    }

    /** One place. */
    final class Place {
        private final String account;
        private boolean given;

        private Place(String account) {
            this.account = account;
        }

        /** Gives it back; further calls do nothing. */
        void giveBack() {
            synchronized (AccountPlaces.this) {
                if (!given) {
                    given = true;
                    taken.computeIfPresent(account, (name, count) -> count == 1 ? null : count - 1);
                }
            }
        }
    }

    /**
     * Takes a place.
     *
     * @throws ReplyException 421 if there is none
     */
    Place take(String account) throws ReplyException {
        synchronized (this) {
            int count = taken.getOrDefault(account, 0);
            if (limit == 0 || count < limit) {
                taken.put(account, count + 1);
                return new Place(account);
            }
        }
        refusals.refused("Too many sessions of one account", account);
        throw new ReplyException(421, "Too many sessions are logged in to this account, try again later");
    }

    /** How many places of an account are taken. */
    synchronized int taken(String account) {
        return taken.getOrDefault(account, 0);
    }
}
