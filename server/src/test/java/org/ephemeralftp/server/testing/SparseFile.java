package org.ephemeralftp.server.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** A file of zeros that takes no room on the disk. */
public final class SparseFile {
    private SparseFile() {}

    /** Makes one of this size. */
    public static void create(Path path, long bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(bytes);
        }
    }
}
