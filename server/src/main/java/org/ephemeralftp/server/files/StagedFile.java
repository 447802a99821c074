package org.ephemeralftp.server.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place for one hidden file.
 *
 * @param path where the file is to be made
 * @param release gives up the directory it is in; cannot fail
 */
record StagedFile(Path path, Runnable release) implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(StagedFile.class);

    /** A place in a run. */
    static StagedFile in(StagingRun run, Runnable release) {
        return new StagedFile(run.directory().resolve("upload-" + UniqueName.hex(16)), release);
    }

    /** Removes the file, if it is still there. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            log.warn("The unfinished upload {} is left: {}", path, e.toString());
        } finally {
            release.run();
        }
    }
}
