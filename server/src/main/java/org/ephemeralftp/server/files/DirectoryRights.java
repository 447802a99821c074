package org.ephemeralftp.server.files;

import java.nio.file.AccessMode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the account may do in one directory, of which a part is looked up once for all its entries. */
final class DirectoryRights implements HomeEntry.Rights {
    private final Home home;
    private final VirtualPath directory;
    private final Path real;
    private @Nullable Boolean removable;

    DirectoryRights(Home home, VirtualPath directory, Path real) {
        this.home = home;
        this.directory = directory;
        this.real = real;
    }

    @Override
    public boolean mayWrite(String name, Path file) {
        return home.mayWrite(directory.child(name)) && home.mayWriteAt(file);
    }

    @Override
    public boolean mayRemove() {
        if (removable == null) {
            removable = home.mayWrite(directory) && home.mayWriteAt(real) && HomeEntry.permits(real, AccessMode.WRITE);
        }
        return removable;
    }
}
