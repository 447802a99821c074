package org.ephemeralftp.server.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** A directory that is held open: names are looked up relative to it, as {@code openat} and its like do. */
record SecureDirectory(SecureDirectoryStream<Path> stream, Path root, Path real) implements HeldDirectory {
    @Override
    public Iterator<Path> entries() {
        return stream.iterator();
    }

    @Override
    public FileChannel open(Path name, Set<? extends OpenOption> options) throws IOException {
        Set<OpenOption> unfollowed = new HashSet<>(options);
        unfollowed.add(NOFOLLOW_LINKS);
        SeekableByteChannel channel = stream.newByteChannel(name, unfollowed);
        if (channel instanceof FileChannel file) {
            return file;
        }
        channel.close();
        throw new IOException("The file system has no channels of files");
    }

    @Override
    public <V extends BasicFileAttributeView> @Nullable V view(Path name, Class<V> type) {
        return stream.getFileAttributeView(name, type, NOFOLLOW_LINKS);
    }

    /** There is no {@code mkdirat} in Java: a directory is made where nothing can be swapped, and renamed. */
    @Override
    public void makeDirectory(Path name, StagingArea staging) throws IOException {
        if (real.equals(root)) {
            new DirectoryByPath(real).makeDirectory(name, staging);
            return;
        }
        if (KeptAttributes.givesItsGroup(real)) {
            // Only what is made below it gets its set-group-id bit where nobody may set that, as in a hardened service.
            place(name, staging.beside(real));
            return;
        }
        try {
            place(name, staging.stageFor(real));
        } catch (AtomicMoveNotSupportedException e) {
            // The same device can be mounted in two places, and nothing is renamed from one to the other.
            place(name, staging.beside(real));
        }
    }

    private void place(Path name, StagedFile place) throws IOException {
        try (place) {
            Files.createDirectory(place.path());
            KeptAttributes.ofNewDirectory(real, place.path());
            Lock names = Names.turn();
            names.lock();
            try {
                // A rename would replace an empty directory.
                if (has(name)) {
                    throw new FileAlreadyExistsException(name.toString());
                }
                place.moveTo(this, name);
            } finally {
                names.unlock();
            }
        }
    }

    @Override
    public void deleteFile(Path name) throws IOException {
        stream.deleteFile(name);
    }

    @Override
    public void deleteDirectory(Path name) throws IOException {
        stream.deleteDirectory(name);
    }

    @Override
    public void move(Path name, HeldDirectory to, Path newName) throws IOException {
        boolean isOfKernel = real.getFileSystem().equals(FileSystems.getDefault());
        // In-memory file systems would rename what a link leads to.
        if (to instanceof SecureDirectory there
                && (isOfKernel || !attributes(name).isSymbolicLink())) {
            try {
                stream.move(name, there.stream, newName);
                return;
            } catch (FileAlreadyExistsException e) {
                // Kernels replace files here, and in-memory file systems have no better way than by path.
                if (isOfKernel) {
                    throw e;
                }
            }
        }
        Files.move(real.resolve(name), to.real().resolve(newName), ATOMIC_MOVE, REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
