package org.ephemeralftp.server.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The names in a directory that a listing wants: sorted if they are few, else in the order the file system has them. To
 * read a name costs next to nothing, and to look at what it names, much; so as many as are sorted are read first.
 *
 * <p>Reading throws what an {@link java.nio.file.DirectoryStream} throws.
 */
final class EntryNames {
    /** How many names are sorted, and held in memory. */
    static final int MOST_SORTED = 1000;

    private final Iterator<Path> directory;
    private final Predicate<? super String> wanted;
    private Iterator<Path> ahead = Collections.emptyIterator();
    private int countAhead;
    private boolean begun;

    EntryNames(Iterator<Path> directory, Predicate<? super String> wanted) {
        this.directory = directory;
        this.wanted = wanted;
    }

    /** How many names follow, as far as they have been read. */
    int ahead() {
        if (!begun) {
            begun = true;
            readAhead();
        }
        return countAhead;
    }

    /** The next name; null after the last one. */
    @Nullable
    Path next() {
        if (ahead() == 0) {
            return read();
        }
        countAhead--;
        return ahead.next();
    }

    private void readAhead() {
        List<Path> names = new ArrayList<>();
        Path name = read();
        while (name != null) {
            names.add(name);
            name = names.size() > MOST_SORTED ? null : read();
        }
        if (names.size() <= MOST_SORTED) {
            names.sort(Comparator.comparing(Path::toString));
        }
        ahead = names.iterator();
        countAhead = names.size();
    }

    private @Nullable Path read() {
        while (directory.hasNext()) {
            Path name = directory.next().getFileName();
            String text = name.toString();
            if (!HiddenDirectory.isNamed(text) && wanted.test(text)) {
                return name;
            }
        }
        return null;
    }
}
