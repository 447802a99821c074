package org.ephemeralftp.client.load;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The files a load may have left on the server. For any thread. */
final class LoadFiles {
    private final String prefix;
    private final Set<String> there = ConcurrentHashMap.newKeySet();

    /** The prefix keeps apart what several loads have in the same directory. */
    LoadFiles(String prefix) {
        this.prefix = prefix;
    }

    /** A new name, which counts as there from before its upload: that may fail at any point. */
    String begin(Object which) {
        String name = prefix + "-" + which + ".bin";
        there.add(name);
        return name;
    }

    void gone(String name) {
        there.remove(name);
    }

    List<String> left() {
        return there.stream().sorted().toList();
    }
}
