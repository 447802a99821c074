package org.ephemeralftp.server.control;

import org.ephemeralftp.server.files.HomeFile;

/** A path as a 257 carries it. */
final class PathText {
    private PathText() {}

    /** In quotation marks; those of the name itself are doubled (RFC 959, appendix II). */
    static String quoted(HomeFile file) {
        return '"' + file.getAbsolutePath().replace("\"", "\"\"") + '"';
    }
}
