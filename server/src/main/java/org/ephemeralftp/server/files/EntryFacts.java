package org.ephemeralftp.server.files;

import java.nio.file.Path;

/**
 * What a listing tells of one file.
 *
 * @param real where it is, without symbolic links
 * @param owner a name without blanks, as {@code group}
 */
record EntryFacts(
        Path real,
        boolean directory,
        boolean regularFile,
        long size,
        long lastModifiedMillis,
        int linkCount,
        String owner,
        String group) {}
