package org.ephemeralftp.server.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directory in which uploads wait until they are whole: in the root of a home, or beside the target if nothing can
 * be renamed from there to it. Its name is reserved at every depth, so that no client reaches one, not even that of a
 * home inside its own.
 */
final class HiddenDirectory {
    static final String NAME = ".ephemeral-ftp";

    private HiddenDirectory() {}

    /** Whether this is the reserved name, in any case: the file system may take one for the other. */
    static boolean isNamed(String name) {
        return name.equalsIgnoreCase(NAME);
    }

    /**
     * Whether a path that is free of links leads into a hidden directory below {@code root}. Names are not enough to
     * tell: a file system may ignore more than case, such as invisible characters, or know short names.
     */
    static boolean isOnTheWay(Path root, Path real) {
        Path directory = root;
        for (Path name : root.relativize(real)) {
            Path next = directory.resolve(name);
            if (isNamed(name.toString()) || isSame(directory.resolve(NAME), next)) {
                return true;
            }
            directory = next;
        }
        return false;
    }

    private static boolean isSame(Path hidden, Path other) {
        try {
            return !isMissing(other)
                    && !isMissing(hidden)
                    && Files.isDirectory(hidden, NOFOLLOW_LINKS)
                    && Files.isSameFile(hidden, other);
        } catch (IOException e) {
            // There is no such file, which is the usual case of an upload.
            return false;
        }
    }

    /**
     * Whether a look that is cheap finds nothing there. Before JDK 21, {@link Files} makes two exceptions to say so, which
     * cost more than the transfer of a small file has to spare.
     */
    static boolean isMissing(Path path) {
        if (path.getFileSystem() != FileSystems.getDefault()) {
            return false;
        }
        File file = path.toFile();
        // A name that the locale cannot spell is another file's there.
        return file.toPath().equals(path) && !file.exists();
    }
}
