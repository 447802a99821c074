package org.ephemeralftp.server.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.ftpserver.ftplet.User;
import org.apache.ftpserver.usermanager.impl.WriteRequest;

/** The directory one user is confined to: the only place where a client's path becomes a {@link Path}. */
final class Home {

    private final Path root;
    private final User user;
    private final StagingArea staging;

    /** @param root the real path of where the user's {@code /} is */
    Home(Path root, User user, StagingArea staging) {
        this.root = root;
        this.user = user;
        this.staging = staging;
    }

    /** Where uploads to this home wait until they are whole. */
    StagingArea staging() {
        return staging;
    }

    /** Whether the user may write to a path, whatever the file system thinks of it. */
    boolean mayWrite(VirtualPath path) {
        return user.authorize(new WriteRequest(path.toString())) != null;
    }

    /**
     * Finds the file a path leads to, symbolic links followed, whether it exists or not. The answer is empty for a name
     * this file system cannot have, and for a path that leaves the home through a symbolic link; a link that leads
     * nowhere counts as one, because writing to it would create its target. It is empty also for everything in a
     * {@link HiddenDirectory}.
     *
     * <p>The answer holds for the moment it is given. Its last name is safe to use with
     * {@link java.nio.file.LinkOption#NOFOLLOW_LINKS}, but a directory on the way that is swapped for a link between
     * this check and the use is followed: closing that gap takes {@link java.nio.file.SecureDirectoryStream}.
     */
    Optional<Path> target(VirtualPath path) {
        return locate(path).flatMap(this::followLinks);
    }

    /**
     * Finds the directory entry a path names: like {@link #target}, but the last name is not followed if it is a link.
     * This is what is deleted or renamed.
     */
    Optional<Path> entry(VirtualPath path) {
        if (path.isRoot() || target(path).isEmpty()) {
            return Optional.empty();
        }
        return target(path.parent()).map(parent -> parent.resolve(path.name()));
    }

    private Optional<Path> locate(VirtualPath path) {
        Path located = root;
        for (String name : path.names()) {
            Optional<Path> single = singleName(name);
            if (single.isEmpty() || HiddenDirectory.isNamed(name)) {
                return Optional.empty();
            }
            located = located.resolve(single.get());
        }
        return Optional.of(located);
    }

    /** Reads one name. The file system may have separators of its own, which must not become a way out. */
    private Optional<Path> singleName(String name) {
        try {
            Path single = root.getFileSystem().getPath(name);
            boolean plain = single.getRoot() == null
                    && single.getNameCount() == 1
                    && single.toString().equals(name);
            return plain ? Optional.of(single) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private Optional<Path> followLinks(Path path) {
        for (Path existing = path; existing != null && existing.startsWith(root); existing = existing.getParent()) {
            try {
                Path real = existing.toRealPath();
                Path target = real.resolve(existing.relativize(path));
                return real.startsWith(root) && !HiddenDirectory.isOnTheWay(root, target)
                        ? Optional.of(target)
                        : Optional.empty();
            } catch (IOException e) {
                if (Files.exists(existing, NOFOLLOW_LINKS)) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
