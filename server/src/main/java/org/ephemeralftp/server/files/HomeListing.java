package org.ephemeralftp.server.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one directory of a home, looked at one at a time; or, of what is not a directory, the one entry that it
 * is. A directory with few names comes sorted by them, a larger one in the order the file system has. Links that must not
 * be followed are left out, and so is what is gone by the time it is looked at. It holds the directory open until it is
 * closed.
 */
public final class HomeListing implements Closeable {
    /** How much is asked of the file system for each entry. */
    public enum Detail {
        /** Everything but {@link #WITH_OWNERS}. */
        BRIEF,
        /** Link counts, owners and groups too. */
        WITH_OWNERS
    }

    /** Where entries come from; null after the last one. */
    private interface Source {
        @Nullable
        HomeEntry next() throws IOException;

        int ahead() throws IOException;
    }

    private final Source source;
    private final @Nullable HeldDirectory held;

    private HomeListing(Source source, @Nullable HeldDirectory held) {
        this.source = source;
        this.held = held;
    }

    /** Opens a listing; see {@link HomeFile#openListing}. */
    static HomeListing open(Home home, VirtualPath path, Predicate<? super String> wanted, Detail detail)
            throws IOException {
        Refusal refusal = new Refusal(path);
        FileFacts facts = home.facts(path).orElseThrow(() -> refusal.missing("no such file or directory"));
        EntryFactsReader reader = new EntryFactsReader(facts.real(), detail, home.ownerNames());
        if (facts.isDirectory()) {
            HeldDirectory held = hold(home, path, facts.real());
            EntryNames names = new EntryNames(entries(path, held), wanted);
            return new HomeListing(new Entries(home, path, held, names, reader), held);
        }
        Path parent = home.target(path.parent()).orElseThrow(() -> refusal.missing("no such file or directory"));
        DirectoryRights rights = new DirectoryRights(home, path.parent(), parent);
        return new HomeListing(
                new Itself(new HomeEntry(rights.toLinks(), path.name(), reader.completeElsewhere(facts))), null);
    }

    /** Without the right to search a directory its names can be read, and nothing about them. */
    private static HeldDirectory hold(Home home, VirtualPath path, Path real) throws IOException {
        if (!HomeEntry.permits(real, AccessMode.READ, AccessMode.EXECUTE)) {
            throw new Refusal(path).denied("permission denied");
        }
        try {
            return home.hold(real);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static Iterator<Path> entries(VirtualPath path, HeldDirectory held) throws IOException {
        try {
            return held.entries();
        } catch (IOException e) {
            held.close();
            throw unreadable(path, e);
        }
    }

    private static IOException unreadable(VirtualPath path, IOException e) {
        Refusal refusal = new Refusal(path);
        return e instanceof AccessDeniedException ? refusal.of(e) : refusal.because("cannot be read", e);
    }

    /** Whether it is a directory that was opened, and not another file. */
    public boolean isOfDirectory() {
        return held != null;
    }

    /**
     * The next entry; null after the last one.
     *
     * @throws IOException with a reason fit for the client, if the directory cannot be read to its end
     */
    public @Nullable HomeEntry next() throws IOException {
        return source.next();
    }

    /**
     * How many entries may follow, as far as the directory has been read: {@link #next} looks at no more names than these
     * before it reads on.
     *
     * @throws IOException as {@link #next}
     */
    public int ahead() throws IOException {
        return source.ahead();
    }

    @Override
    public void close() throws IOException {
        if (held != null) {
            held.close();
        }
    }

    private record Entries(
            Home home,
            VirtualPath path,
            HeldDirectory held,
            EntryNames names,
            EntryFactsReader reader,
            DirectoryRights rights)
            implements Source {
        Entries(Home home, VirtualPath path, HeldDirectory held, EntryNames names, EntryFactsReader reader) {
            this(home, path, held, names, reader, new DirectoryRights(home, path, held.real()));
        }

        @Override
        public @Nullable HomeEntry next() throws IOException {
            try {
                for (Path name = names.next(); name != null; name = names.next()) {
                    Optional<HomeEntry> entry = look(name);
                    if (entry.isPresent()) {
                        return entry.get();
                    }
                }
                return null;
            } catch (DirectoryIteratorException e) {
                throw unfinished(e);
            }
        }

        @Override
        public int ahead() throws IOException {
            try {
                return names.ahead();
            } catch (DirectoryIteratorException e) {
                throw unfinished(e);
            }
        }

        private IOException unfinished(DirectoryIteratorException e) {
            return new Refusal(path).because("cannot be read to its end", e);
        }

        /** A plain entry needs one look and no search for links: a directory may have very many. */
        private Optional<HomeEntry> look(Path file) {
            String name = file.toString();
            Optional<FileFacts> plain = FileFacts.of(held, file);
            return plain.isPresent()
                    ? plain.map(facts -> new HomeEntry(rights, name, reader.complete(facts)))
                    : home.facts(path.child(name))
                            .map(facts -> new HomeEntry(rights.toLinks(), name, reader.completeElsewhere(facts)));
        }
    }

    private static final class Itself implements Source {
        private @Nullable HomeEntry entry;

        Itself(HomeEntry entry) {
            this.entry = entry;
        }

        @Override
        public @Nullable HomeEntry next() {
            HomeEntry next = entry;
            entry = null;
            return next;
        }

        @Override
        public int ahead() {
            return entry == null ? 0 : 1;
        }
    }
}
