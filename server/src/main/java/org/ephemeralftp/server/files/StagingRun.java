package org.ephemeralftp.server.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
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

    private final HeldDirectory directory;
    private final FileChannel lock;

    private StagingRun(HeldDirectory directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** Whether a directory with this name may be the run of a server that is gone. */
    static boolean mayBeLeft(String name) {
        return NAME.matcher(name).matches() && !LIVE.contains(name);
    }

    /** Makes a run in the hidden directory of {@code parent}, which is {@code root} or below it. */
    static StagingRun open(Path root, Path parent) throws IOException {
        Path hidden = parent.resolve(HiddenDirectory.NAME);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            makeHidden(hidden);
            StagingRun run = tryToOpen(root, hidden.resolve("run-" + UniqueName.hex(16)));
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
    private static @Nullable StagingRun tryToOpen(Path root, Path path) throws IOException {
        String name = path.getFileName().toString();
        LIVE.add(name);
        StagingRun run = null;
        try {
            Files.createDirectory(path, ownersOnly(path));
            run = hold(root, path);
            if (run.lock() && run.isThere()) {
                return run;
            }
        } catch (NoSuchFileException e) {
            // The hidden directory or the new one in it was removed by a server that found it empty.
        } catch (IOException | RuntimeException e) {
            giveUp(path, run);
            throw e;
        }
        giveUp(path, run);
        return null;
    }

    private static StagingRun hold(Path root, Path path) throws IOException {
        HeldDirectory directory = HeldDirectory.open(root, path);
        try {
            Path lock = path.getFileSystem().getPath(LOCK);
            return new StagingRun(directory, directory.open(lock, Set.of(CREATE_NEW, WRITE)));
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static void giveUp(Path path, @Nullable StagingRun run) {
        if (run == null) {
            remove(path);
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
            log.debug("{} cannot be locked", path(), e);
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

    HeldDirectory directory() {
        return directory;
    }

    Path path() {
        return directory.real();
    }

    /** Whether nobody has removed it. */
    boolean isThere() {
        return Files.exists(lockFile(), NOFOLLOW_LINKS);
    }

    private Path lockFile() {
        return path().resolve(LOCK);
    }

    /**
     * Removes the run, and the hidden directory if nothing else is in it. The lock file stays with a file that could not
     * be removed: by it a later server knows what was left.
     */
    @Override
    public void close() {
        try (directory;
                lock) {
            if (isEmptyButForLock()) {
                Files.deleteIfExists(lockFile());
            }
        } catch (IOException | DirectoryIteratorException e) {
            log.warn("The lock of the uploads in {} is left: {}", path(), e.toString());
        } finally {
            remove(path());
        }
    }

    /** Whether {@link #close} can see what is in it, which it cannot while this process may open no more files. */
    boolean canBeLookedInto() {
        try {
            isEmptyButForLock();
            return true;
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
    }

    private boolean isEmptyButForLock() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path())) {
            for (Path file : files) {
                if (!file.getFileName().toString().equals(LOCK)) {
                    return false;
                }
            }
            return true;
        } catch (NoSuchFileException e) {
            return true;
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
