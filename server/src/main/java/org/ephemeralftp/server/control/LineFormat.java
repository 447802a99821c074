package org.ephemeralftp.server.control;

import org.ephemeralftp.server.files.HomeEntry;

/** How a listing writes one entry. */
@FunctionalInterface
interface LineFormat {
    /** Appends the entry's line, without its end; nothing if the entry cannot be told of. */
    void append(HomeEntry entry, StringBuilder line);
}
