package org.ephemeralftp.server.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what servers that crashed have left of uploads below one root. It looks into hidden directories only, of which
 * those beside a target are noted in the one of the root, and leaves alone whatever a living server has locked.
 */
record StagingSweep(Path root) {
    /** How the name of a note begins; its text is the way from the root to a directory with a hidden directory in it. */
    static final String NOTE = "elsewhere-";

    private static final Logger log = LoggerFactory.getLogger(StagingSweep.class);

    /** Removes what was left in the hidden directory of {@code parent}; what cannot be removed is told in the log. */
    void of(Path parent) {
        Path hidden = parent.resolve(HiddenDirectory.NAME);
        if (!Files.isDirectory(hidden, NOFOLLOW_LINKS)) {
            return;
        }
        try {
            try (DirectoryStream<Path> runs = Files.newDirectoryStream(hidden)) {
                runs.forEach(this::removeIfLeft);
            }
            StagingRun.removeIfEmpty(hidden);
        } catch (IOException | DirectoryIteratorException e) {
            log.warn("Uploads that were left in {} cannot be removed: {}", hidden, e.toString());
        }
    }

    private void removeIfLeft(Path run) {
        if (StagingRun.mayBeLeft(run.getFileName().toString()) && Files.isDirectory(run, NOFOLLOW_LINKS)) {
            try {
                remove(run);
            } catch (IOException | DirectoryIteratorException e) {
                log.warn("Uploads that were left in {} cannot be removed: {}", run, e.toString());
            }
        }
    }

    private void remove(Path run) throws IOException {
        Path lockFile = run.resolve(StagingRun.LOCK);
        try (FileChannel channel = FileChannel.open(lockFile, WRITE, NOFOLLOW_LINKS)) {
            if (channel.tryLock() == null) {
                return;
            }
            log.info("Removing the uploads that a server left in {}", run);
            empty(run);
            // The lock file goes last: a run without one is empty.
            Files.deleteIfExists(lockFile);
        } catch (OverlappingFileLockException e) {
            return;
        } catch (NoSuchFileException e) {
            log.debug("{} has no lock yet, or no more", run);
        }
        StagingRun.removeIfEmpty(run);
    }

    private void empty(Path run) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(run)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.startsWith(NOTE)) {
                    follow(file);
                }
                if (!name.equals(StagingRun.LOCK)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void follow(Path note) {
        try {
            Path parent = root.resolve(Files.readString(note)).toRealPath();
            // A link may have come in the place of the directory since.
            if (parent.startsWith(root) && !parent.equals(root)) {
                of(parent);
            }
        } catch (IOException | InvalidPathException e) {
            // The directory is gone, or the crash came before the note was whole.
            log.debug("{} leads nowhere", note, e);
        }
    }
}
