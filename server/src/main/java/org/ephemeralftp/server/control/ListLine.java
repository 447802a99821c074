package org.ephemeralftp.server.control;

import java.time.ZoneId;
import java.time.zone.ZoneRules;

import org.ephemeralftp.server.files.HomeEntry;

/**
 * The line of a LIST, as {@code ls -l} writes it: RFC 959 leaves the form open, and this is the one that every client
 * reads. The permissions are what the account may do, which the file's own bits would not tell. Times are in the
 * server's time zone.
 */
final class ListLine implements LineFormat {
    private static final int SIZE_WIDTH = 12;

    private final long now;
    private final ZoneRules zone;

    /** @param now the time of the listing, in milliseconds since the epoch */
    ListLine(long now, ZoneId zone) {
        this.now = now;
        this.zone = zone.getRules();
    }

    /** For a listing that is made now. */
    static ListLine now() {
        return new ListLine(System.currentTimeMillis(), ZoneId.systemDefault());
    }

    @Override
    public void append(HomeEntry entry, StringBuilder line) {
        line.append(entry.isDirectory() ? 'd' : '-')
                .append(entry.isReadable() ? 'r' : '-')
                .append(entry.isWritable() ? 'w' : '-')
                .append(entry.isDirectory() ? 'x' : '-')
                .append("------   ")
                .append(entry.linkCount())
                .append(' ')
                .append(entry.owner())
                .append(' ')
                .append(entry.group())
                .append(' ');
        PaddedNumber.append(entry.isRegularFile() ? entry.size() : 0, SIZE_WIDTH, ' ', line);
        line.append(' ');
        FileTimes.appendUnix(entry.lastModifiedMillis(), now, zone, line);
        line.append(' ');
        EntryName.appendPrintable(entry.name(), line);
    }
}
