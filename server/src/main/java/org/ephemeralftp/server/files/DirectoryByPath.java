package org.ephemeralftp.server.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** A directory known by its path, on a file system that has no better way, or where links may lead anywhere. */
final class DirectoryByPath implements HeldDirectory {
    private final Path real;
    private @Nullable DirectoryStream<Path> stream;

    DirectoryByPath(Path real) {
        this.real = real;
    }

    @Override
    public Path real() {
        return real;
    }

    @Override
    public Iterator<Path> entries() throws IOException {
        DirectoryStream<Path> opened = real.getFileSystem().provider().newDirectoryStream(real, entry -> true);
        stream = opened;
        return opened.iterator();
    }

    @Override
    public FileChannel open(Path name, Set<? extends OpenOption> options) throws IOException {
        Set<OpenOption> unfollowed = new HashSet<>(options);
        unfollowed.add(NOFOLLOW_LINKS);
        return FileChannel.open(real.resolve(name), unfollowed);
    }

    @Override
    public <V extends BasicFileAttributeView> @Nullable V view(Path name, Class<V> type) {
        return Files.getFileAttributeView(real.resolve(name), type, NOFOLLOW_LINKS);
    }

    @Override
    public void makeDirectory(Path name, StagingArea staging) throws IOException {
        Lock names = Names.turn();
        names.lock();
        try {
            Files.createDirectory(real.resolve(name));
        } finally {
            names.unlock();
        }
    }

    @Override
    public void deleteFile(Path name) throws IOException {
        Files.delete(real.resolve(name));
    }

    @Override
    public void deleteDirectory(Path name) throws IOException {
        Path directory = real.resolve(name);
        if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(directory.toString());
        }
        Files.delete(directory);
    }

    @Override
    public void move(Path name, HeldDirectory to, Path newName) throws IOException {
        Files.move(real.resolve(name), to.real().resolve(newName), ATOMIC_MOVE, REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
        }
    }
}
