package org.ephemeralftp.server.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one directory of a home, read one at a time and in the order the file system has them; or, of what is
 * not a directory, the one entry that it is. Links that must not be followed are left out, and so is what is gone by
 * the time it is looked at. It holds the directory open until it is closed.
 */
public final class HomeListing implements Closeable {
    /** How much is asked of the file system for each entry. */
    public enum Detail {
        /** Everything but {@link #WITH_OWNERS}. */
        BRIEF,
        /** Link counts, owners and groups too. */
        WITH_OWNERS
    }

    private final Home home;
    private final VirtualPath directory;
    private final Path real;
    private final DirectoryStream<Path> stream;
    private final Iterator<Path> entries;
    private final boolean ofDirectory;
    private final Predicate<? super String> wanted;
    private final EntryFactsReader reader;
    private @Nullable Boolean removable;

    private HomeListing(
            Home home,
            VirtualPath directory,
            Path real,
            DirectoryStream<Path> stream,
            boolean ofDirectory,
            Predicate<? super String> wanted,
            Detail detail) {
        this.home = home;
        this.directory = directory;
        this.real = real;
        this.stream = stream;
        this.ofDirectory = ofDirectory;
        this.wanted = wanted;
        entries = stream.iterator();
        reader = new EntryFactsReader(real, detail);
    }

    /** Opens a listing; see {@link HomeFile#openListing}. */
    static HomeListing open(Home home, VirtualPath path, Predicate<? super String> wanted, Detail detail)
            throws IOException {
        Optional<FileFacts> facts = home.target(path).flatMap(FileFacts::of);
        if (facts.isEmpty()) {
            throw missing(path);
        }
        Path real = facts.get().real();
        if (facts.get().isDirectory()) {
            return new HomeListing(home, path, real, openDirectory(path, real), true, wanted, detail);
        }
        Path parent = home.target(path.parent()).orElseThrow(() -> missing(path));
        DirectoryStream<Path> itself = new SingleEntry(parent.resolve(path.name()));
        return new HomeListing(home, path.parent(), parent, itself, false, name -> true, detail);
    }

    /** Without the right to search a directory its names can be read, and nothing about them. */
    private static DirectoryStream<Path> openDirectory(VirtualPath path, Path real) throws IOException {
        try {
            if (!HomeEntry.permits(real, AccessMode.READ, AccessMode.EXECUTE)) {
                throw new AccessDeniedException(real.toString());
            }
            return real.getFileSystem().provider().newDirectoryStream(real, entry -> true);
        } catch (AccessDeniedException e) {
            throw new Refusal(path).of(e);
        } catch (IOException e) {
            throw new Refusal(path).because("cannot be read", e);
        }
    }

    private static NoSuchFileException missing(VirtualPath path) {
        return new Refusal(path).missing("no such file or directory");
    }

    /** Whether it is a directory that was opened, and not another file. */
    public boolean isOfDirectory() {
        return ofDirectory;
    }

    /**
     * The next entry; null after the last one.
     *
     * @throws IOException with a reason fit for the client, if the directory cannot be read to its end
     */
    public @Nullable HomeEntry next() throws IOException {
        try {
            while (entries.hasNext()) {
                Optional<HomeEntry> entry = look(entries.next());
                if (entry.isPresent()) {
                    return entry.get();
                }
            }
            return null;
        } catch (DirectoryIteratorException e) {
            throw new Refusal(directory).because("cannot be read to its end", e);
        }
    }

    /** A plain entry needs one look and no search for links: a directory may have very many. */
    private Optional<HomeEntry> look(Path entry) {
        String name = entry.getFileName().toString();
        if (HiddenDirectory.isNamed(name) || !wanted.test(name)) {
            return Optional.empty();
        }
        return reader.read(entry)
                .or(() -> home.target(directory.child(name)).flatMap(reader::read))
                .map(facts -> new HomeEntry(this, name, facts));
    }

    boolean mayWrite(String name) {
        return home.mayWrite(directory.child(name));
    }

    /** Whether entries of this directory may be taken out of it. */
    boolean mayRemove() {
        if (removable == null) {
            removable = home.mayWrite(directory) && HomeEntry.permits(real, AccessMode.WRITE);
        }
        return removable;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    /** What is not a directory, as if it were the only entry of one. */
    private record SingleEntry(Path entry) implements DirectoryStream<Path> {
        @Override
        public Iterator<Path> iterator() {
            return List.of(entry).iterator();
        }

        @Override
        public void close() {}
    }
}
