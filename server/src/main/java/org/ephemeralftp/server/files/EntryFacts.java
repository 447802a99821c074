package org.ephemeralftp.server.files;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a listing tells of one file.
 *
 * @param real where it is, without symbolic links
 * @param ownership null if it was not asked for
 */
record EntryFacts(
        Path real,
        boolean directory,
        boolean regularFile,
        long size,
        long lastModifiedMillis,
        @Nullable Ownership ownership) {

    /**
     * Who a file belongs to, and how many names it has.
     *
     * @param owner a name without blanks, as {@code group}
     */
    record Ownership(int linkCount, String owner, String group) {}

    static EntryFacts of(FileFacts facts, @Nullable Ownership ownership) {
        return new EntryFacts(
                facts.real(),
                facts.isDirectory(),
                facts.isRegularFile(),
                facts.size(),
                facts.lastModifiedMillis(),
                ownership);
    }
}
