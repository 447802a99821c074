package org.ephemeralftp.server.files;

import java.nio.file.AccessMode;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a listing tells of one file.
 *
 * @param real where it is, without symbolic links
 * @param ownership null if it was not asked for
 * @param permitted what the file system is known to let the server do with it; whoever asks adds the answer
 */
record EntryFacts(
        Path real,
        boolean directory,
        boolean regularFile,
        long size,
        long lastModifiedMillis,
        @Nullable Ownership ownership,
        Set<AccessMode> permitted) {

    /**
     * Who a file belongs to, and how many names it has.
     *
     * @param owner a name without blanks, as {@code group}
     */
    record Ownership(int linkCount, String owner, String group) {}

    /** The facts of a file without its owner, and of which nothing is known yet. */
    static EntryFacts brief(FileFacts facts) {
        return of(facts, null, EnumSet.noneOf(AccessMode.class));
    }

    static EntryFacts of(FileFacts facts, @Nullable Ownership ownership, Set<AccessMode> permitted) {
        return new EntryFacts(
                facts.real(),
                facts.isDirectory(),
                facts.isRegularFile(),
                facts.size(),
                facts.lastModifiedMillis(),
                ownership,
                permitted);
    }
}
