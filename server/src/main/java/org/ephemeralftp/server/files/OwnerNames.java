package org.ephemeralftp.server.files;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The names of users and groups that one session has been told, by the numbers that Unix has for them: to look one up the
 * system reads its whole list each time.
 */
final class OwnerNames {
    /** Numbers are the file system's, and there may be any number of them. */
    private static final int MOST = 1000;

    private final Map<Integer, String> users = new ConcurrentHashMap<>();
    private final Map<Integer, String> groups = new ConcurrentHashMap<>();

    String user(int id, Supplier<String> lookUp) {
        return name(users, id, lookUp);
    }

    String group(int id, Supplier<String> lookUp) {
        return name(groups, id, lookUp);
    }

    private static String name(Map<Integer, String> known, int id, Supplier<String> lookUp) {
        String name = known.get(id);
        if (name == null) {
            name = lookUp.get();
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(id, name);
        }
        return name;
    }
}
