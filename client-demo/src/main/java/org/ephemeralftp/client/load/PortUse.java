package org.ephemeralftp.client.load;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which of its ports a server used for data connections, and how soon it used the same one again.
 *
 * @param uses how often each port was used
 * @param reuseDistance between two uses of the same port, counted in uses of any port: 1 is the very next one
 * @param reuseMicros the time between two uses of the same port, in microseconds
 */
public record PortUse(SortedMap<Integer, Long> uses, Percentiles reuseDistance, Percentiles reuseMicros) {
    public PortUse {
        uses = Collections.unmodifiableSortedMap(new TreeMap<>(uses));
    }

    /** How many uses there were in all. */
    public long total() {
        return uses.values().stream().mapToLong(Long::longValue).sum();
    }
}
