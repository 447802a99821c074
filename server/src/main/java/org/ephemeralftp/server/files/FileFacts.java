package org.ephemeralftp.server.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;
import java.util.Set;

/**
 * What the file system says of one existing file, read at once.
 *
 * @param real where it is, without symbolic links
 */
record FileFacts(Path real, BasicFileAttributes attributes) {

    /** Reads the facts; empty if there is no such file, if it cannot be looked at, or if it is a symbolic link. */
    static Optional<FileFacts> of(Path real) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(real, attributesOf(real), NOFOLLOW_LINKS);
            return attributes.isSymbolicLink() ? Optional.empty() : Optional.of(new FileFacts(real, attributes));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Class<? extends BasicFileAttributes> attributesOf(Path path) {
        Set<String> views = path.getFileSystem().supportedFileAttributeViews();
        if (views.contains("posix")) {
            return PosixFileAttributes.class;
        }
        return views.contains("dos") ? DosFileAttributes.class : BasicFileAttributes.class;
    }

    boolean isDirectory() {
        return attributes.isDirectory();
    }

    boolean isRegularFile() {
        return attributes.isRegularFile();
    }

    /** Whether the file system has a flag for hidden files and it is set; a leading dot is only a name. */
    boolean isHidden() {
        return attributes instanceof DosFileAttributes dos && dos.isHidden();
    }

    boolean isReadable() {
        return Files.isReadable(real);
    }

    boolean isWritable() {
        return Files.isWritable(real);
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

    int linkCount() {
        int usual = isDirectory() ? 2 : 1;
        if (!real.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return usual;
        }
        try {
            return Files.getAttribute(real, "unix:nlink", NOFOLLOW_LINKS) instanceof Number links
                    ? links.intValue()
                    : usual;
        } catch (IOException e) {
            return usual;
        }
    }

    /** A listing's columns are told apart by blanks, and directory services have names with blanks. */
    static String asColumn(String name) {
        return name.replaceAll("\\s", "_");
    }
}
