package org.ephemeralftp.docker.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the clients say: transfers that they finished and verified, and what went wrong. Thread-safe. */
final class Books {
    /**
     * A transfer that a client finished, and whose file is the same on both sides.
     *
     * @param key the command and the path, as the server tells them
     */
    record Done(String key, boolean upload, long bytes) {}

    private final Queue<Done> done = new ConcurrentLinkedQueue<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> visits = new ConcurrentHashMap<>();
    private final Map<String, Integer> cut = new ConcurrentHashMap<>();

    void done(Done transfer) {
        done.add(transfer);
    }

    /** Something that must not happen. */
    void complain(String what) {
        complaints.add(what);
    }

    void visited(String kind) {
        visits.merge(kind, 1, Integer::sum);
    }

    /** A visit that failed because its server ended. */
    void cut(String kind) {
        cut.merge(kind, 1, Integer::sum);
    }

    /** Takes out the transfers since the last time. */
    List<Done> takeDone() {
        List<Done> taken = new ArrayList<>();
        for (Done next = done.poll(); next != null; next = done.poll()) {
            taken.add(next);
        }
        return taken;
    }

    List<String> takeComplaints() {
        List<String> taken = new ArrayList<>();
        for (String next = complaints.poll(); next != null; next = complaints.poll()) {
            taken.add(next);
        }
        return taken;
    }

    /** How often each kind of visit went as it should. */
    Map<String, Integer> visits() {
        return new TreeMap<>(visits);
    }

    /** How often each kind of visit was cut short by the end of a server. */
    Map<String, Integer> cut() {
        return new TreeMap<>(cut);
    }
}
