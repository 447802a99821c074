package org.ephemeralftp.server.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory in use. What is done to a name in it is done in this very directory, where the file system has
 * {@link SecureDirectoryStream}: whatever comes in the place of the directory, or of one above it, between the check of a
 * path and its use, leads nowhere else. On other file systems the path decides anew each time.
 *
 * <p>Symbolic links are never followed: a name that is one stands for the link itself.
 */
sealed interface HeldDirectory extends Closeable permits SecureDirectory, DirectoryByPath {
    /**
     * Opens a directory, going down from the root one name at a time. The root itself is trusted.
     *
     * @param real the directory's path without links; one that is not below the root is used by its path
     */
    static HeldDirectory open(Path root, Path real) throws IOException {
        if (real.startsWith(root)) {
            DirectoryStream<Path> stream = root.getFileSystem().provider().newDirectoryStream(root, entry -> true);
            if (stream instanceof SecureDirectoryStream<Path> secure) {
                return new SecureDirectory(descend(secure, root.relativize(real)), root, real);
            }
            stream.close();
        }
        return new DirectoryByPath(real);
    }

    private static SecureDirectoryStream<Path> descend(SecureDirectoryStream<Path> top, Path way) throws IOException {
        SecureDirectoryStream<Path> at = top;
        for (Path name : way) {
            if (!name.toString().isEmpty()) {
                try (SecureDirectoryStream<Path> above = at) {
                    requireDirectory(above, name);
                    at = above.newDirectoryStream(name, NOFOLLOW_LINKS);
                }
            }
        }
        return at;
    }

    /**
     * To open a pipe waits until somebody writes to it. And JDK 25, told to open as a directory what is none, leaves one
     * descriptor open and closes another one twice, by which time it may be somebody else's.
     */
    private static void requireDirectory(SecureDirectoryStream<Path> above, Path name) throws IOException {
        BasicFileAttributeView view = above.getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS);
        if (!view.readAttributes().isDirectory()) {
            throw new NotDirectoryException(name.toString());
        }
    }

    /** The directory's path, as it was when it was opened. */
    Path real();

    /** The entries, of whose paths the last name counts; to be asked for once. */
    Iterator<Path> entries() throws IOException;

    FileChannel open(Path name, Set<? extends OpenOption> options) throws IOException;

    /** The attributes of an entry; null if the file system does not have them. */
    <V extends BasicFileAttributeView> @Nullable V view(Path name, Class<V> type);

    /** Makes a directory with the usual mode, and fails if the name is taken. */
    void makeDirectory(Path name, StagingArea staging) throws IOException;

    void deleteFile(Path name) throws IOException;

    void deleteDirectory(Path name) throws IOException;

    /**
     * Renames an entry in one step, over whatever file has the name.
     *
     * @throws AtomicMoveNotSupportedException if the other directory is on another file system
     */
    void move(Path name, HeldDirectory to, Path newName) throws IOException;

    /** Whether the name is taken, be it by a link that leads nowhere. */
    default boolean has(Path name) throws IOException {
        try {
            attributes(name);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** The attributes that every file system has. */
    default BasicFileAttributes attributes(Path name) throws IOException {
        BasicFileAttributeView view = view(name, BasicFileAttributeView.class);
        if (view == null) {
            throw new IOException("The file system has no attributes of files");
        }
        return view.readAttributes();
    }
}
