package org.ephemeralftp.server.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What a mistyped name was meant to be: the name that the fewest typing errors are away, if they are few. */
final class Nearest {
    private Nearest() {}

    static Optional<String> to(String typed, Collection<String> names) {
        return names.stream()
                .filter(name -> distance(typed, name) <= (name.length() + 2) / 3)
                .min(Comparator.comparingInt((String name) -> distance(typed, name))
                        .thenComparing(Comparator.naturalOrder()))
                .or(() -> onlyOneThatBeginsWith(typed, names));
    }

    private static Optional<String> onlyOneThatBeginsWith(String typed, Collection<String> names) {
        var longer = names.stream().filter(name -> name.startsWith(typed)).toList();
        return longer.size() == 1 ? Optional.of(longer.get(0)) : Optional.empty();
    }

    /** The number of characters to insert, delete or replace (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
