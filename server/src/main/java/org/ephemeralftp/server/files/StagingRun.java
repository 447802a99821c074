package org.ephemeralftp.server.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of uploads in a {@link HiddenDirectory}, made for a while by one server and locked by it as long as it
 * lives. A run that nobody has locked was left by a server that crashed, and {@link StagingSweep} removes it.
 */
final class StagingRun implements Closeable {
    static final String LOCK = "lock";

    private static final Logger log = LoggerFactory.getLogger(StagingRun.class);
    private static final Pattern NAME = Pattern.compile("run-[0-9a-f]{32}");
    private static final int ATTEMPTS = 20;
    /**
     * The runs of this process. Nobody in it may open the lock file of another: on many systems closing it again gives up
     * the lock of the whole process.
     */
    private static final Set<String> LIVE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel lock;

    private StagingRun(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** Whether a directory with this name may be the run of a server that is gone. */
    static boolean mayBeLeft(String name) {
        return NAME.matcher(name).matches() && !LIVE.contains(name);
    }

    /** Makes a run in the hidden directory of {@code parent}. */
    static StagingRun open(Path parent) throws IOException {
        Path hidden = parent.resolve(HiddenDirectory.NAME);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            makeHidden(hidden);
            StagingRun run = tryToOpen(hidden.resolve("run-" + UniqueName.hex(16)));
            if (run != null) {
                return run;
            }
        }
        throw new IOException("Other servers remove the directories of uploads again and again");
    }

    private static void makeHidden(Path hidden) throws IOException {
        try {
            Files.createDirectory(hidden, ownersOnly(hidden));
        } catch (FileAlreadyExistsException e) {
            if (Files.exists(hidden, NOFOLLOW_LINKS) && !Files.isDirectory(hidden, NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(hidden.toString());
            }
        }
    }

    /** Null if another server took the new directory for an old one, before it was locked. */
    private static @Nullable StagingRun tryToOpen(Path directory) throws IOException {
        String name = directory.getFileName().toString();
        LIVE.add(name);
        StagingRun run = null;
        try {
            Files.createDirectory(directory, ownersOnly(directory));
            run = new StagingRun(directory, FileChannel.open(directory.resolve(LOCK), CREATE_NEW, WRITE));
            if (run.lock() && Files.exists(directory.resolve(LOCK), NOFOLLOW_LINKS)) {
                return run;
            }
        } catch (NoSuchFileException e) {
            // The hidden directory or the new one in it was removed by a server that found it empty.
        } catch (IOException | RuntimeException e) {
            giveUp(directory, run);
            throw e;
        }
        giveUp(directory, run);
        return null;
    }

    private static void giveUp(Path directory, @Nullable StagingRun run) {
        if (run == null) {
            remove(directory);
        } else {
            run.close();
        }
    }

    /** False if another server has the lock. Where locks are not supported nobody gets one, and nothing is swept. */
    private boolean lock() throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            log.debug("{} cannot be locked", directory, e);
            return true;
        }
    }

    private static FileAttribute<?>[] ownersOnly(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    Path directory() {
        return directory;
    }

    /** Removes the run, and the hidden directory if nothing else is in it. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(directory.resolve(LOCK));
            lock.close();
        } catch (IOException e) {
            log.warn("The lock of the uploads in {} is left: {}", directory, e.toString());
        } finally {
            remove(directory);
        }
    }

    private static void remove(Path run) {
        try {
            removeIfEmpty(run);
            removeIfEmpty(Objects.requireNonNull(run.getParent()));
        } catch (IOException e) {
            log.warn("The directory of uploads {} is left: {}", run, e.toString());
        } finally {
            LIVE.remove(run.getFileName().toString());
        }
    }

    static void removeIfEmpty(Path directory) throws IOException {
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            // Another server, or another upload, has it in use.
        }
    }
}
