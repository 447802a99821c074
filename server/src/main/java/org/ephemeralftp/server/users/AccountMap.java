package org.ephemeralftp.server.users;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Accounts by name, and what the costliest of their passwords costs (0 if there are none), none of which changes. */
record AccountMap(Map<String, AccountStore.Entry> entries, int highestCost) {
    static final AccountMap EMPTY = of(Map.of());

    static AccountMap of(Map<String, AccountStore.Entry> entries) {
        return new AccountMap(
                Map.copyOf(entries),
                entries.values().stream()
                        .mapToInt(entry -> entry.password().cost())
                        .max()
                        .orElse(0));
    }

    Optional<AccountStore.Entry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    Set<String> names() {
        return entries.keySet();
    }
}
