package org.ephemeralftp.server.control;

import org.ephemeralftp.server.files.HomeFile;

/** A path as a reply carries it: in one line, whatever is in its names. */
final class PathText {
    private PathText() {}

    static String of(String path) {
        StringBuilder text = new StringBuilder(path.length());
        EntryName.appendInOneLine(path, text);
        return text.toString();
    }

    /** In quotation marks; those of the name itself are doubled (RFC 959, appendix II). */
    static String quoted(HomeFile file) {
        return '"' + of(file.getAbsolutePath()).replace("\"", "\"\"") + '"';
    }
}
