package org.ephemeralftp.server.files;

import static java.nio.file.StandardOpenOption.CREATE_NEW;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the uploads to one home wait until they are whole. All uploads of the moment share one {@link StagingRun}, which
 * stays for a while after the last of them, as far as {@link Lingering} has it.
 */
final class StagingArea {
    private static final Logger log = LoggerFactory.getLogger(StagingArea.class);

    private final Path root;
    private final Lingering lingering;
    private final AtomicBoolean swept = new AtomicBoolean();
    private final Map<StagingRun, Integer> users = new HashMap<>();
    private @Nullable StagingRun run;
    /** Since when nobody uses the run, a {@link System#nanoTime}. */
    private long unusedSince;

    /** @param root the home's real path */
    StagingArea(Path root, Lingering lingering) {
        this.root = root;
        this.lingering = lingering;
    }

    Path root() {
        return root;
    }

    /** Removes what servers that crashed have left, when it is called first. */
    void sweepOnce() {
        if (!swept.getAndSet(true)) {
            new StagingSweep(root).of(root);
        }
    }

    /**
     * Finds a place for a file that is to be renamed into a directory: in the root of the home, or beside the target if
     * that is on another file system, or the root is not ours to write.
     */
    StagedFile stageFor(Path directory) throws IOException {
        if (directory.equals(root)) {
            return inRoot();
        }
        if (sameFileSystem(directory)) {
            try {
                return inRoot();
            } catch (IOException e) {
                log.debug("{} cannot hold uploads", root, e);
            }
        }
        return beside(directory);
    }

    private StagedFile inRoot() throws IOException {
        StagingRun entered = enter();
        return StagedFile.in(entered, () -> leave(entered));
    }

    /** A place that is on the target's own file system. */
    StagedFile beside(Path directory) throws IOException {
        new StagingSweep(root).of(directory);
        @Nullable StagedFile note = note(directory);
        try {
            StagingRun own = StagingRun.open(root, directory);
            return StagedFile.in(own, () -> {
                own.close();
                close(note);
            });
        } catch (IOException | RuntimeException e) {
            close(note);
            throw e;
        }
    }

    private static void close(@Nullable StagedFile file) {
        if (file != null) {
            file.close();
        }
    }

    /** Notes where to sweep, if that can be noted; if not, the next upload to the same directory sweeps it. */
    private @Nullable StagedFile note(Path directory) {
        StagedFile note;
        try {
            StagingRun entered = enter();
            note = StagedFile.named(entered, StagingSweep.NOTE, () -> leave(entered));
        } catch (IOException e) {
            log.debug("{} cannot hold notes", root, e);
            return null;
        }
        try {
            Files.writeString(note.path(), root.relativize(directory).toString(), CREATE_NEW);
        } catch (IOException e) {
            log.debug("{} cannot be written", note.path(), e);
        }
        return note;
    }

    private synchronized StagingRun enter() throws IOException {
        StagingRun current = run;
        if (current == null || !current.isThere()) {
            // Somebody may have removed the directory under the uploads that are in it: those fail, and no other.
            removeUnused();
            current = StagingRun.open(root, root);
            run = current;
        }
        users.merge(current, 1, Integer::sum);
        return current;
    }

    private synchronized void leave(StagingRun left) {
        if (users.merge(left, -1, Integer::sum) > 0) {
            return;
        }
        users.remove(left);
        if (left == run) {
            if (lingering.mayStay(this)) {
                unusedSince = System.nanoTime();
                return;
            }
            run = null;
        }
        left.close();
    }

    /** Removes the run if nobody has used it for so long; if somebody has, or it cannot be, it is looked at again in time. */
    synchronized void removeIfOver(long nanos) {
        StagingRun current = run;
        if (current == null || users.containsKey(current)) {
            lingering.forget(this);
            return;
        }
        long left = unusedSince + nanos - System.nanoTime();
        if (left > 0) {
            lingering.lookAgain(this, left);
        } else if (current.canBeLookedInto()) {
            removeUnused();
        } else {
            lingering.lookAgain(this, nanos);
        }
    }

    /** Removes the run if nobody uses it. */
    synchronized void removeUnused() {
        lingering.forget(this);
        StagingRun unused = run;
        if (unused != null && !users.containsKey(unused)) {
            run = null;
            unused.close();
        }
    }

    /** Removes what lingers in homes of this server that are a directory or below it. */
    void endLingeringBelow(Path directory) {
        lingering.endBelow(directory);
    }

    private boolean sameFileSystem(Path directory) throws IOException {
        if (root.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return Files.getAttribute(root, "unix:dev").equals(Files.getAttribute(directory, "unix:dev"));
        }
        return Files.getFileStore(root).equals(Files.getFileStore(directory));
    }
}
