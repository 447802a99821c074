package org.ephemeralftp.server.files;

import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.Path;
import java.util.Objects;

/** What the account may do with one path by itself. */
record PathRights(Home home, VirtualPath path) implements HomeEntry.Rights {
    @Override
    public boolean mayWrite(String name, Path real) {
        return home.mayWrite(path) && home.mayWriteAt(real);
    }

    @Override
    public boolean mayRemove() {
        try {
            Path directory = Objects.requireNonNull(home.removableEntry(path).getParent());
            return HomeEntry.permits(directory, AccessMode.WRITE);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the account may write to it, or create it. */
    boolean mayWrite() {
        try {
            Path target = home.writableTarget(path);
            return home.facts(path).isPresent()
                    ? HomeEntry.permits(target, AccessMode.WRITE)
                    : target.getParent() != null && HomeEntry.permits(target.getParent(), AccessMode.WRITE);
        } catch (IOException e) {
            return false;
        }
    }
}
