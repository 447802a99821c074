package org.ephemeralftp.server.users;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A file that nobody but its owner reads, unless somebody wants it so. */
final class PrivateFile {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private PrivateFile() {}

    /** What a new one is made with: mode 0600, where there are modes. */
    static FileAttribute<?>[] attributes(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    /**
     * Puts other content in the place of a file's, in one step, and keeps its owner, group and mode.
     *
     * @throws IOException if that cannot be done; the file is then as it was
     */
    static void replace(Path file, byte[] content) throws IOException {
        Path directory = file.toAbsolutePath().resolveSibling("");
        Path next = Files.createTempFile(directory, "." + file.getFileName() + ".", ".new", attributes(file));
        try {
            keepAttributes(file, next);
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
        force(directory);
    }

    /** A file whose owner changed may be one that the server cannot read any more, so that is a failure. */
    private static void keepAttributes(Path old, Path next) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(next, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        PosixFileAttributes kept = Files.readAttributes(old, PosixFileAttributes.class);
        PosixFileAttributes now = view.readAttributes();
        try {
            if (!kept.group().equals(now.group())) {
                view.setGroup(kept.group());
            }
            if (!kept.owner().equals(now.owner())) {
                view.setOwner(kept.owner());
            }
            view.setPermissions(kept.permissions());
        } catch (IOException e) {
            throw new IOException(
                    "its owner " + kept.owner().getName() + " and group "
                            + kept.group().getName() + " cannot be kept: run this as that user, or as root",
                    e);
        }
    }

    /** Makes the rename last through a power cut, where directories can be opened. */
    private static void force(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // It is in place all the same; it reaches the disk when the system sees fit.
        }
    }
}
