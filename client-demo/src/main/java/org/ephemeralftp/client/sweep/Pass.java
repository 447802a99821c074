package org.ephemeralftp.client.sweep;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ports that one round is about; each is one session's at a time. */
final class Pass {
    private final Set<Integer> wanted;
    private final @Nullable Set<Integer> discovered;
    private int fruitless;
    private boolean dropped;

    /**
     * @param wanted in the order in which they are to be tried, where one can choose
     * @param discovered if ports that nobody knew are wanted as well: all that are known, and it grows; else null
     */
    Pass(Collection<Integer> wanted, @Nullable Set<Integer> discovered) {
        this.wanted = new LinkedHashSet<>(wanted);
        this.discovered = discovered;
    }

    /** Chooses the next one. */
    synchronized OptionalInt next() {
        if (wanted.isEmpty()) {
            return OptionalInt.empty();
        }
        int port = wanted.iterator().next();
        wanted.remove(port);
        return OptionalInt.of(port);
    }

    /** Takes the port that was drawn, if it is wanted. */
    synchronized boolean claim(int port, boolean neverDrawn) {
        boolean fresh = discovered != null && discovered.add(port);
        boolean claimed = wanted.remove(port) || fresh;
        fruitless = claimed || neverDrawn ? 0 : fruitless + 1;
        return claimed;
    }

    /** Puts one back that was not tried after all. */
    synchronized void putBack(int port) {
        if (!dropped) {
            wanted.add(port);
            fruitless = 0;
        }
    }

    /** Wants nothing any more: it was about the wrong ports. */
    synchronized void drop() {
        dropped = true;
        wanted.clear();
    }

    /** Whether drawing has to go on: something is wanted, and the last draws were not that many without success. */
    synchronized boolean goesOn(int enough) {
        return !dropped && (discovered != null || !wanted.isEmpty()) && fruitless < enough;
    }

    synchronized boolean isEmpty() {
        return wanted.isEmpty();
    }
}
