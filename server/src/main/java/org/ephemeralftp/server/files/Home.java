package org.ephemeralftp.server.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.ftpserver.ftplet.User;
import org.apache.ftpserver.usermanager.impl.WriteRequest;

/** The directory one user is confined to: the only place where a client's path becomes a {@link Path}. */
final class Home {

    private final Path root;
    private final User user;
    private final StagingArea staging;
    private final boolean linksLeadAnywhere;
    private final boolean syncUploads;
    private final OwnerNames ownerNames = new OwnerNames();

    /**
     * @param root the real path of where the user's {@code /} is
     * @param linksLeadAnywhere whether symbolic links may lead out of the home
     * @param syncUploads whether an upload is on the disk before it takes its name
     */
    Home(Path root, User user, StagingArea staging, boolean linksLeadAnywhere, boolean syncUploads) {
        this.root = root;
        this.user = user;
        this.staging = staging;
        this.linksLeadAnywhere = linksLeadAnywhere;
        this.syncUploads = syncUploads;
    }

    /** Where uploads to this home wait until they are whole. */
    StagingArea staging() {
        return staging;
    }

    OwnerNames ownerNames() {
        return ownerNames;
    }

    /** Whether an upload is on the disk before it takes its name. */
    boolean syncsUploads() {
        return syncUploads;
    }

    /** Whether the user may write to what the client calls so, whatever the file system thinks of it. */
    boolean mayWrite(VirtualPath path) {
        return mayWrite(path.toString());
    }

    /** The same for an absolute path as {@link VirtualPath#toString} writes it. */
    boolean mayWrite(String path) {
        return user.authorize(new WriteRequest(path)) != null;
    }

    /** Whether the user may write there: what is below the root counts as what it would be called without links. */
    boolean mayWriteAt(Path real) {
        return nameOf(real).map(this::mayWrite).orElse(true);
    }

    /** What a path is called where no links are; empty if it is not below the root. */
    Optional<VirtualPath> nameOf(Path real) {
        if (!real.startsWith(root)) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        root.relativize(real).forEach(name -> names.add(name.toString()));
        names.removeIf(String::isEmpty);
        return Optional.of(new VirtualPath(names));
    }

    /**
     * Finds the file a path leads to, symbolic links followed, whether it exists or not. The answer is empty for a name
     * this file system cannot have, and for a path that leaves the home through a symbolic link, unless links may lead
     * anywhere; a link that leads nowhere counts as one, because writing to it would create its target. It is empty also
     * for everything in a {@link HiddenDirectory}.
     *
     * <p>The answer holds for the moment it is given. To use it, {@link #hold} the directory it is in.
     */
    Optional<Path> target(VirtualPath path) {
        return locate(path).flatMap(located -> followLinks(located, located, true));
    }

    /**
     * Finds where a path leads that may be free: like {@link #target}, but of what is free that may be a link that leads
     * nowhere. Whoever makes something there is to look at the name in the directory that it {@link #hold}s.
     */
    private Optional<Path> place(VirtualPath path) {
        return locate(path).flatMap(located -> {
            boolean free = !path.isRoot() && HiddenDirectory.isMissing(located);
            return followLinks(located, free ? parent(located) : located, true);
        });
    }

    /** The {@link #place} of a path, if the user may write there. */
    Path writablePlace(VirtualPath path) throws IOException {
        return writable(path, place(path));
    }

    /** Whether a look that costs little finds nothing there, or a link that leads nowhere. */
    boolean isMissing(VirtualPath path) {
        return locate(path).filter(HiddenDirectory::isMissing).isPresent();
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

    /** The {@link #target} of a path, if the user may write there. */
    Path writableTarget(VirtualPath path) throws IOException {
        return writable(path, target(path));
    }

    /** The {@link #entry} of a path, if the user may write there; never the root. */
    Path writableEntry(VirtualPath path) throws IOException {
        if (path.isRoot()) {
            throw new Refusal(path).denied("this is the root");
        }
        return writable(path, entry(path));
    }

    /** The {@link #entry} of a path, if the user may take it out of its directory. */
    Path removableEntry(VirtualPath path) throws IOException {
        Path entry = writableEntry(path);
        if (!mayWrite(path.parent()) || !mayWriteAt(parent(entry))) {
            throw new Refusal(path).denied("this account must not write to the directory it is in");
        }
        return entry;
    }

    private Path writable(VirtualPath path, Optional<Path> found) throws IOException {
        Refusal refusal = new Refusal(path);
        if (!mayWrite(path)) {
            throw refusal.denied("this account must not write here");
        }
        Path real = found.orElseThrow(() -> refusal.missing("no such file or directory"));
        if (!mayWriteAt(real)) {
            throw refusal.denied("this account must not write where this leads");
        }
        return real;
    }

    /** Opens a directory that {@link #target} found, which then is the one that was found or fails. */
    HeldDirectory hold(Path directory) throws IOException {
        return linksLeadAnywhere ? new DirectoryByPath(directory) : HeldDirectory.open(root, directory);
    }

    /** Opens the directory that something in this home is in. */
    HeldDirectory holdParent(Path real) throws IOException {
        return hold(parent(real));
    }

    private static Path parent(Path real) {
        return Objects.requireNonNull(real.getParent(), "only a root has no parent");
    }

    /** Whether something is to be used by its path: the root is trusted, and where links lead anywhere, so is all. */
    boolean isUsedByPath(Path real) {
        return linksLeadAnywhere || real.equals(root);
    }

    /** What the file system says of the file a path leads to; empty if there is none. */
    Optional<FileFacts> facts(VirtualPath path) {
        return target(path).flatMap(this::facts);
    }

    /** Whether a path leads to a directory in which the file system lets the server look for names. */
    boolean mayEnter(VirtualPath path) {
        return facts(path)
                .filter(FileFacts::isDirectory)
                .filter(directory -> HomeEntry.permits(directory.real(), AccessMode.EXECUTE))
                .isPresent();
    }

    private Optional<FileFacts> facts(Path real) {
        if (isUsedByPath(real)) {
            return FileFacts.of(real);
        }
        try (HeldDirectory directory = holdParent(real)) {
            return FileFacts.of(directory, real.getFileName());
        } catch (IOException e) {
            return Optional.empty();
        }
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

    /** Follows the links on the way of a path that is not longer than it; what comes after that is not looked at. */
    private Optional<Path> followLinks(Path path, Path way, boolean again) {
        for (Path existing = way; existing != null && existing.startsWith(root); existing = existing.getParent()) {
            try {
                Path real = existing.toRealPath();
                Path target = real.resolve(existing.relativize(path));
                return isServed(real, target) ? Optional.of(target) : Optional.empty();
            } catch (IOException e) {
                if (Files.exists(existing, NOFOLLOW_LINKS)) {
                    // It leads nowhere, unless somebody made it between the two looks.
                    boolean came = e instanceof NoSuchFileException && !Files.isSymbolicLink(existing);
                    return came && again ? followLinks(path, way, false) : Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private boolean isServed(Path real, Path target) {
        if (real.startsWith(root)) {
            return !HiddenDirectory.isOnTheWay(root, target);
        }
        return linksLeadAnywhere && !HiddenDirectory.isOnTheWay(Objects.requireNonNull(target.getRoot()), target);
    }
}
