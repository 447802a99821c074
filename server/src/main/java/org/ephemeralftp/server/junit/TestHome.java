package org.ephemeralftp.server.junit;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** The files of a server in a test, named as clients name them, by a path from the home. */
final class TestHome implements AutoCloseable {
    /** Where the server keeps uploads until they are whole. */
    private static final String UPLOADS = ".ephemeral-ftp";

    private final Path root;
    private final boolean inMemory;

    private TestHome(Path root, boolean inMemory) {
        this.root = root;
        this.inMemory = inMemory;
    }

    /** A home of the test's own, which is left as it is. */
    static TestHome of(Path root) {
        return new TestHome(root, false);
    }

    /** An empty home in memory. */
    static TestHome inMemory() {
        try {
            Configuration posix = Configuration.unix().toBuilder()
                    .setAttributeViews("basic", "owner", "posix", "unix")
                    .build();
            return new TestHome(Files.createDirectory(Jimfs.newFileSystem(posix).getPath("/home")), true);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "A home in memory needs com.google.jimfs:jimfs among the test's dependencies; or name a directory:"
                            + " server -> server.home(path)",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path root() {
        return root;
    }

    /** The file behind a client's path, which may be missing. */
    Path file(String path) {
        Path file = root.resolve("./" + path).normalize();
        if (!file.startsWith(root.normalize())) {
            throw new IllegalArgumentException("'" + path + "' is outside of the home");
        }
        return file;
    }

    void put(String path, byte[] content) {
        try {
            Path file = file(path);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] read(String path) {
        Path file = file(path);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("There is no file '" + path + "' in the home, but " + files());
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file, not the directories, sorted. */
    List<String> files() {
        List<String> files = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return directory.endsWith(UPLOADS) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(root.relativize(file).toString());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    // Clients remove files while this looks.
                    if (e instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(null);
        return files;
    }

    /** Frees the memory. */
    @Override
    public void close() {
        if (inMemory) {
            try {
                root.getFileSystem().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
