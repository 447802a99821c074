package org.ephemeralftp.server.files;

import java.util.ArrayList;
import java.util.List;

/**
 * An absolute path as the client sees it: the home is {@code /}, the separator is always {@code /}, and there is
 * nothing above the root.
 *
 * @param names the names from the root down, never empty, {@code .} or {@code ..}
 */
record VirtualPath(List<String> names) {

    static final VirtualPath ROOT = new VirtualPath(List.of());

    VirtualPath {
        names = List.copyOf(names);
    }

    /** Reads a path the client gave; one that does not begin with {@code /} starts here. */
    VirtualPath resolve(String text) {
        List<String> resolved = text.startsWith("/") ? new ArrayList<>() : new ArrayList<>(names);
        for (String name : text.split("/", -1)) {
            switch (name) {
                case "", "." -> {}
                case ".." -> {
                    if (!resolved.isEmpty()) {
                        resolved.remove(resolved.size() - 1);
                    }
                }
                default -> resolved.add(name);
            }
        }
        return new VirtualPath(resolved);
    }

    VirtualPath child(String name) {
        List<String> longer = new ArrayList<>(names);
        longer.add(name);
        return new VirtualPath(longer);
    }

    /** The directory this path lies in; the root lies in itself. */
    VirtualPath parent() {
        return isRoot() ? this : new VirtualPath(names.subList(0, names.size() - 1));
    }

    /** The last name, or {@code /} for the root. */
    String name() {
        return isRoot() ? "/" : names.get(names.size() - 1);
    }

    boolean isRoot() {
        return names.isEmpty();
    }

    @Override
    public String toString() {
        return "/" + String.join("/", names);
    }
}
