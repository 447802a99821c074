package org.ephemeralftp.server.users;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A change of a file that others may want to change at the same time: one after the other, each all or nothing.
 *
 * <p>The lock is on the file itself. Who waited for it may then hold that of a file which the one before has replaced,
 * and starts again. Within this process a lock of files excludes nobody, so there is one more.
 */
final class FileEdit {
    private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock(true);

    /** From the old content to the new one. */
    interface Change {
        /**
         * The new content.
         *
         * @param content the old one, at its beginning; to open the file beside it, and close it, would end the lock
         */
        byte[] of(FileChannel content) throws IOException;
    }

    private final Path file;
    private final Duration patience;

    FileEdit(Path file, Duration patience) {
        this.file = file;
        this.patience = patience;
    }

    /**
     * Makes a change.
     *
     * @param create whether to begin with an empty file if there is none
     * @throws IOException if the file cannot be read, locked in time or replaced; it is then as it was
     */
    void make(boolean create, Change change) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        lock(deadline);
        try {
            Path real = create ? created() : file.toRealPath();
            while (!madeIfUnchanged(real, change, deadline)) {
                if (left(deadline) == 0) {
                    throw busy();
                }
            }
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }

    /** What is done with a file besides editing it. */
    interface Reading<T> {
        T read() throws IOException;
    }

    /** Reads a file while nobody in this process edits one: to close it would end the editor's lock. */
    static <T> T betweenEdits(Reading<T> reading) throws IOException {
        IN_THIS_PROCESS.lock();
        try {
            return reading.read();
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }

    private void lock(long deadline) throws IOException {
        try {
            if (!IN_THIS_PROCESS.tryLock(left(deadline), TimeUnit.NANOSECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** The file a link leads to, so that the link stays; the file is made if it and the link are not there. */
    private Path created() throws IOException {
        if (!Files.exists(file)) {
            try {
                Files.createFile(file, PrivateFile.attributes(file));
            } catch (FileAlreadyExistsException e) {
                // Another process was faster, or it is a link to nothing, which the next line says.
            }
        }
        return file.toRealPath();
    }

    private boolean madeIfUnchanged(Path real, Change change, long deadline) throws IOException {
        FileSight before = FileSight.of(real);
        try (FileChannel channel = FileChannel.open(real, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE))) {
            lock(channel, deadline);
            // An edit in between has left another file with another time here.
            if (!before.exists() || !before.equals(FileSight.of(real))) {
                return false;
            }
            PrivateFile.replace(real, change.of(channel));
            return true;
        }
    }

    /** Closing the channel gives the lock back, and ends the wait for it. */
    private void lock(FileChannel channel, long deadline) throws IOException {
        if (channel.tryLock() != null) {
            return;
        }
        // On a thread of its own: those of the common pool may all be waiting for the lock of this process.
        CompletableFuture<FileLock> locking = CompletableFuture.supplyAsync(
                () -> waitForLock(channel), waiting -> daemon(waiting).start());
        try {
            locking.get(left(deadline), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw busy();
        } catch (ExecutionException e) {
            throw new IOException("it cannot be locked: " + e.getCause(), e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static Thread daemon(Runnable waiting) {
        Thread thread = new Thread(waiting, "users-file-lock");
        thread.setDaemon(true);
        return thread;
    }

    private static FileLock waitForLock(FileChannel channel) {
        try {
            return channel.lock();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long left(long deadline) {
        return Math.max(0, deadline - System.nanoTime());
    }

    private IOException busy() {
        return new IOException(
                "another program has kept it locked for " + patience.toSeconds() + " s: end that one, or try again");
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }
}
