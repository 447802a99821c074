package org.ephemeralftp.server.files;

import java.nio.file.AccessMode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the account may do in one directory. A part is looked up once for all its entries: there may be very many. */
final class DirectoryRights implements HomeEntry.Rights {
    private final Home home;
    private final VirtualPath directory;
    private final Path real;
    private final String prefix;
    /** Whether no link leads to the directory, so that what is in it is where its name says. */
    private final boolean namedAsItIs;

    private @Nullable Boolean removable;

    DirectoryRights(Home home, VirtualPath directory, Path real) {
        this.home = home;
        this.directory = directory;
        this.real = real;
        prefix = directory.isRoot() ? "/" : directory + "/";
        namedAsItIs = home.nameOf(real).filter(directory::equals).isPresent();
    }

    @Override
    public boolean mayWrite(String name, Path file) {
        return home.mayWrite(prefix + name) && (namedAsItIs || home.mayWriteAt(file));
    }

    @Override
    public boolean mayRemove() {
        if (removable == null) {
            removable = home.mayWrite(directory) && home.mayWriteAt(real) && HomeEntry.permits(real, AccessMode.WRITE);
        }
        return removable;
    }

    /** The rights to entries that are links, which lead anywhere in the home. */
    HomeEntry.Rights toLinks() {
        return new HomeEntry.Rights() {
            @Override
            public boolean mayWrite(String name, Path file) {
                return DirectoryRights.this.mayWrite(name, file) && home.mayWriteAt(file);
            }

            @Override
            public boolean mayRemove() {
                return DirectoryRights.this.mayRemove();
            }
        };
    }
}
