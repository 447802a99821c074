package org.ephemeralftp.server.files;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A place for one hidden file. */
final class StagedFile implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(StagedFile.class);

    private final StagingRun run;
    private final Path name;
    private final Runnable release;
    private boolean moved;

    /**
     * @param run where it is
     * @param name what it is to be called there
     * @param release gives up the run; cannot fail
     */
    private StagedFile(StagingRun run, Path name, Runnable release) {
        this.run = run;
        this.name = name;
        this.release = release;
    }

    /** A place for an upload, or for a directory that is not in its place yet. */
    static StagedFile in(StagingRun run, Runnable release) {
        return named(run, "upload-", release);
    }

    static StagedFile named(StagingRun run, String prefix, Runnable release) {
        return new StagedFile(run, run.path().getFileSystem().getPath(prefix + UniqueName.hex(16)), release);
    }

    Path path() {
        return run.path().resolve(name);
    }

    FileChannel open(OpenOption... options) throws IOException {
        return run.directory().open(name, Set.of(options));
    }

    <V extends BasicFileAttributeView> @Nullable V view(Class<V> type) {
        return run.directory().view(name, type);
    }

    /**
     * Makes the file and copies the whole of another into it.
     *
     * @param sync whether it is on the disk when this returns
     */
    void fill(FileChannel from, boolean sync) throws IOException {
        try (FileChannel copy = open(CREATE_NEW, WRITE)) {
            long size = from.size();
            for (long at = 0; at < size; ) {
                long count = from.transferTo(at, size - at, copy);
                if (count <= 0) {
                    throw new EOFException("the file became shorter while it was copied");
                }
                at += count;
            }
            if (sync) {
                copy.force(false);
            }
        }
    }

    /** Gives the file its place, over whatever file is there. */
    void moveTo(HeldDirectory directory, Path newName) throws IOException {
        run.directory().move(name, directory, newName);
        moved = true;
    }

    /** Removes what was made here, if it is still here. */
    @Override
    public void close() {
        try {
            if (!moved) {
                Files.deleteIfExists(path());
            }
        } catch (IOException e) {
            log.warn("The unfinished upload {} is left: {}", path(), e.toString());
        } finally {
            release.run();
        }
    }
}
