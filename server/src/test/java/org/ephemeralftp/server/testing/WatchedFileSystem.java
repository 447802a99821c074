package org.ephemeralftp.server.testing;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The machine's own file system with somebody who counts the directories that are open and the entries
 * that were taken from them, and who can make one fail or be forbidden.
 */
public final class WatchedFileSystem {
    private final FileSystem real;
    private final FileSystem watched = new Watched();
    private final FileSystemProvider provider = new Provider();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger accessChecks = new AtomicInteger();
    private volatile Runnable looks = () -> {};
    private volatile Checks checks = new Checks() {
        @Override
        public void before(Path path) {}

        @Override
        public void after(Path path) {}
    };
    private volatile Deeds deeds = (deed, file) -> {};
    private volatile int failAfter = Integer.MAX_VALUE;
    private volatile @Nullable AccessMode forbidden;

    /** Watches what is below a directory of the default file system. */
    public WatchedFileSystem(Path directory) {
        real = directory.getFileSystem();
    }

    /** The same path, watched. */
    public Path watch(Path path) {
        return (Path) Proxy.newProxyInstance(
                WatchedFileSystem.class.getClassLoader(),
                new Class<?>[] {Path.class, WatchedPath.class},
                (proxy, method, args) -> {
                    switch (method.getName()) {
                        case "unwatched" -> {
                            return path;
                        }
                        case "getFileSystem" -> {
                            return watched;
                        }
                        case "toRealPath" -> {
                            return watch(check(path, (LinkOption[]) args[0]));
                        }
                        default -> {
                            try {
                                return result(method.invoke(path, unwatched(args)));
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }
                    }
                });
    }

    private @Nullable Object result(@Nullable Object result) {
        return result instanceof Path path ? watch(path) : result;
    }

    private static Object @Nullable [] unwatched(Object @Nullable [] args) {
        if (args == null) {
            return null;
        }
        Object[] unwatched = args.clone();
        for (int i = 0; i < unwatched.length; i++) {
            unwatched[i] = unwatched[i] instanceof WatchedPath path ? path.unwatched() : unwatched[i];
        }
        return unwatched;
    }

    static Path unwatched(Path path) {
        return path instanceof WatchedPath watched ? watched.unwatched() : path;
    }

    private Path check(Path path, LinkOption... options) throws IOException {
        checks.before(path);
        try {
            return path.toRealPath(options);
        } finally {
            checks.after(path);
        }
    }

    /** Who is called whenever it is found out where a path leads. */
    public interface Checks {
        void before(Path path) throws IOException;

        void after(Path path) throws IOException;
    }

    /** Has somebody called before and after each check of a path. */
    public void onCheck(Checks called) {
        checks = called;
    }

    /** What is done to a file or directory. */
    public enum Deed {
        MOVE,
        DELETE,
        MAKE_DIRECTORY,
        SET_ATTRIBUTE,
        FORCE
    }

    /** Who is called before anything is done to a file or directory, and may throw what the system would. */
    public interface Deeds {
        /** Called with what is changed; of a move, that is the new name. */
        void before(Deed deed, Path file) throws IOException;
    }

    /** Has somebody called before each deed. */
    public void onDeed(Deeds called) {
        deeds = called;
    }

    void before(Deed deed, Path file) throws IOException {
        deeds.before(deed, file);
    }

    /** How many directories are open. */
    public int openDirectories() {
        return open.get();
    }

    /** How many entries were taken from directories. */
    public int entriesTaken() {
        return taken.get();
    }

    /** How often it was asked what may be done with a file or directory. */
    public int accessChecks() {
        return accessChecks.get();
    }

    /** Has somebody called before each look at an entry of an open directory. */
    public void onLook(Runnable called) {
        looks = called;
    }

    void look() {
        looks.run();
    }

    /** Makes every directory unreadable after as many entries. */
    public void failAfter(int entries) {
        failAfter = entries;
    }

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    /** Counts an entry. */
    Path take(Path entry) {
        taken.incrementAndGet();
        return watch(entry);
    }

    void check(int entries) {
        if (entries >= failAfter) {
            throw new DirectoryIteratorException(new IOException("/srv/secret: Input/output error"));
        }
    }

    /** Forbids one kind of access to everything. */
    public void forbid(AccessMode mode) {
        forbidden = mode;
    }

    /** Ends what {@link #failAfter} and {@link #forbid} began. */
    public void heal() {
        failAfter = Integer.MAX_VALUE;
        forbidden = null;
    }

    private interface WatchedPath {
        Path unwatched();
    }

    private final class Provider extends FileSystemProvider {
        @Override
        public DirectoryStream<Path> newDirectoryStream(Path path, DirectoryStream.Filter<? super Path> filter)
                throws IOException {
            DirectoryStream<Path> stream = real.provider().newDirectoryStream(unwatched(path), entry -> true);
            return stream instanceof SecureDirectoryStream<Path> secure
                    ? new WatchedDirectory.Secure(WatchedFileSystem.this, secure)
                    : new WatchedDirectory(WatchedFileSystem.this, stream);
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            accessChecks.incrementAndGet();
            if (Arrays.asList(modes).contains(forbidden)) {
                throw new AccessDeniedException("/srv/secret");
            }
            real.provider().checkAccess(unwatched(path), modes);
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
                throws IOException {
            return real.provider().readAttributes(unwatched(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
                throws IOException {
            return real.provider().readAttributes(unwatched(path), attributes, options);
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
            return real.provider().getFileAttributeView(unwatched(path), type, options);
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            return real.provider().newByteChannel(unwatched(path), options, attributes);
        }

        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            return real.provider().newFileChannel(unwatched(path), options, attributes);
        }

        @Override
        public boolean isSameFile(Path path, Path other) throws IOException {
            return real.provider().isSameFile(unwatched(path), unwatched(other));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return real.provider().isHidden(unwatched(path));
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            return real.provider().getFileStore(unwatched(path));
        }

        @Override
        public String getScheme() {
            return "watched";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Path getPath(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
            before(Deed.MAKE_DIRECTORY, path);
            real.provider().createDirectory(unwatched(path), attributes);
        }

        @Override
        public void delete(Path path) throws IOException {
            before(Deed.DELETE, path);
            real.provider().delete(unwatched(path));
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) throws IOException {
            before(Deed.MOVE, target);
            real.provider().move(unwatched(source), unwatched(target), options);
        }

        @Override
        public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
            before(Deed.SET_ATTRIBUTE, path);
            real.provider().setAttribute(unwatched(path), attribute, value, options);
        }
    }

    private final class Watched extends FileSystem {
        @Override
        public FileSystemProvider provider() {
            return provider;
        }

        @Override
        public Path getPath(String first, String... more) {
            return watch(real.getPath(first, more));
        }

        @Override
        public Set<String> supportedFileAttributeViews() {
            return real.supportedFileAttributeViews();
        }

        @Override
        public String getSeparator() {
            return real.getSeparator();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public void close() {}

        @Override
        public Iterable<Path> getRootDirectories() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Iterable<FileStore> getFileStores() {
            throw new UnsupportedOperationException();
        }

        @Override
        public PathMatcher getPathMatcher(String pattern) {
            throw new UnsupportedOperationException();
        }

        @Override
        public UserPrincipalLookupService getUserPrincipalLookupService() {
            throw new UnsupportedOperationException();
        }

        @Override
        public WatchService newWatchService() {
            throw new UnsupportedOperationException();
        }
    }
}
