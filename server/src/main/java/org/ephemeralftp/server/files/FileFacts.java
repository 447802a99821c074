package org.ephemeralftp.server.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the file system says of one existing file, read at once.
 *
 * @param real where it is, without symbolic links
 */
record FileFacts(Path real, BasicFileAttributes attributes) {

    /** Reads the facts; empty if there is no such file, if it cannot be looked at, or if it is a symbolic link. */
    static Optional<FileFacts> of(Path real) {
        return of(real, Files.getFileAttributeView(real, viewOf(real), NOFOLLOW_LINKS));
    }

    /** Reads the facts of an entry of a directory; empty as that of {@link #of(Path)}. */
    static Optional<FileFacts> of(HeldDirectory directory, Path name) {
        return of(directory.real().resolve(name), directory.view(name, viewOf(name)));
    }

    /** Reads the facts of an entry of a directory, which may be a symbolic link, or fails. */
    static FileFacts read(HeldDirectory directory, Path name) throws IOException {
        BasicFileAttributeView view = directory.view(name, viewOf(name));
        return new FileFacts(
                directory.real().resolve(name), view == null ? directory.attributes(name) : view.readAttributes());
    }

    private static Optional<FileFacts> of(Path real, @Nullable BasicFileAttributeView view) {
        try {
            if (view == null) {
                return Optional.empty();
            }
            BasicFileAttributes attributes = view.readAttributes();
            return attributes.isSymbolicLink() ? Optional.empty() : Optional.of(new FileFacts(real, attributes));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Class<? extends BasicFileAttributeView> viewOf(Path path) {
        Set<String> views = path.getFileSystem().supportedFileAttributeViews();
        if (views.contains("posix")) {
            return PosixFileAttributeView.class;
        }
        return views.contains("dos") ? DosFileAttributeView.class : BasicFileAttributeView.class;
    }

    boolean isDirectory() {
        return attributes.isDirectory();
    }

    boolean isRegularFile() {
        return attributes.isRegularFile();
    }

    long size() {
        return attributes.size();
    }

    long lastModifiedMillis() {
        return attributes.lastModifiedTime().toMillis();
    }

    Optional<String> owner() {
        return attributes instanceof PosixFileAttributes posix
                ? Optional.of(asColumn(posix.owner().getName()))
                : Optional.empty();
    }

    Optional<String> group() {
        return attributes instanceof PosixFileAttributes posix
                ? Optional.of(asColumn(posix.group().getName()))
                : Optional.empty();
    }

    /** A listing's columns are told apart by blanks, and directory services have names with blanks. */
    static String asColumn(String name) {
        return name.replaceAll("\\s", "_");
    }
}
