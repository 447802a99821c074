package org.ephemeralftp.server.testing;

import static org.ephemeralftp.server.testing.WatchedFileSystem.unwatched;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.Iterator;
import java.util.Set;

/** An open directory of a {@link WatchedFileSystem}. */
class WatchedDirectory implements DirectoryStream<Path> {
    private final WatchedFileSystem watcher;
    private final DirectoryStream<Path> stream;
    private boolean closed;

    WatchedDirectory(WatchedFileSystem watcher, DirectoryStream<Path> stream) {
        this.watcher = watcher;
        this.stream = stream;
        watcher.opened();
    }

    @Override
    public Iterator<Path> iterator() {
        Iterator<Path> entries = stream.iterator();
        return new Iterator<>() {
            private int count;

            @Override
            public boolean hasNext() {
                watcher.check(count);
                return entries.hasNext();
            }

            @Override
            public Path next() {
                count++;
                return watcher.take(entries.next());
            }
        };
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            watcher.closed();
        }
        stream.close();
    }

    /** One that is the same directory whatever its path leads to. */
    static final class Secure extends WatchedDirectory implements SecureDirectoryStream<Path> {
        private final WatchedFileSystem watcher;
        private final SecureDirectoryStream<Path> stream;

        Secure(WatchedFileSystem watcher, SecureDirectoryStream<Path> stream) {
            super(watcher, stream);
            this.watcher = watcher;
            this.stream = stream;
        }

        @Override
        public SecureDirectoryStream<Path> newDirectoryStream(Path path, LinkOption... options) throws IOException {
            return new Secure(watcher, stream.newDirectoryStream(unwatched(path), options));
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            SeekableByteChannel channel = stream.newByteChannel(unwatched(path), options, attributes);
            return channel instanceof FileChannel file ? new WatchedChannel(watcher, path, file) : channel;
        }

        @Override
        public void deleteFile(Path path) throws IOException {
            watcher.before(WatchedFileSystem.Deed.DELETE, path);
            stream.deleteFile(unwatched(path));
        }

        @Override
        public void deleteDirectory(Path path) throws IOException {
            stream.deleteDirectory(unwatched(path));
        }

        @Override
        public void move(Path source, SecureDirectoryStream<Path> directory, Path target) throws IOException {
            watcher.before(WatchedFileSystem.Deed.MOVE, target);
            stream.move(unwatched(source), ((Secure) directory).stream, unwatched(target));
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Class<V> type) {
            return stream.getFileAttributeView(type);
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
            watcher.look();
            return stream.getFileAttributeView(unwatched(path), type, options);
        }
    }
}
