package org.ephemeralftp.server.users;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of a file without reading it. A file that cannot be seen has no key, and a time and size of 0.
 *
 * @param key tells it from other files, where the file system has such a thing
 */
record FileSight(@Nullable Object key, FileTime modified, long size, boolean readableByAll) {
    private static final FileSight NOTHING = new FileSight(null, FileTime.fromMillis(0), 0, false);

    /** Looks at a file, or at what a symbolic link leads to. */
    static FileSight of(Path path) {
        try {
            Class<? extends BasicFileAttributes> kind =
                    path.getFileSystem().supportedFileAttributeViews().contains("posix")
                            ? PosixFileAttributes.class
                            : BasicFileAttributes.class;
            BasicFileAttributes attributes = Files.readAttributes(path, kind);
            boolean readableByAll = attributes instanceof PosixFileAttributes modes
                    && modes.permissions().contains(PosixFilePermission.OTHERS_READ);
            return new FileSight(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size(), readableByAll);
        } catch (IOException e) {
            // Reading it says why.
            return NOTHING;
        }
    }

    boolean exists() {
        return !equals(NOTHING);
    }

    /** Whether both are there and nothing says that one took the other's place. */
    boolean isSameFile(FileSight other) {
        return exists() && other.exists() && (key == null || key.equals(other.key));
    }

    /** Whether its last change is so far from now, be it in the past or, by another clock, in the future. */
    boolean isOlderThan(Duration age, Clock clock) {
        Duration since = Duration.between(modified.toInstant(), clock.instant()).abs();
        return since.compareTo(age) >= 0;
    }
}
