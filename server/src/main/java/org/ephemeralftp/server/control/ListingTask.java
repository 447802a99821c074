package org.ephemeralftp.server.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.ephemeralftp.server.data.Transfer;
import org.ephemeralftp.server.files.HomeEntry;
import org.ephemeralftp.server.files.HomeListing;

/**
 * The sending of a listing, one batch of entries after the other, so that a directory of any size begins to flow at
 * once and never is in memory as a whole. Batches grow: the first of a large directory is soon there, and later ones are
 * worth the system calls. Whatever the type of the session, names are in UTF-8 (RFC 2640, section 2.1) and lines end with
 * CR LF.
 */
final class ListingTask implements TransferCommand.Task {
    /** A directory that is not larger than this goes out in one piece. */
    static final int WHOLE_ENTRIES = 128;

    private static final int FIRST_ENTRIES = 32;
    private static final int GROWTH = 4;
    private static final int MOST_ENTRIES = 1000;
    private static final int TYPICAL_BYTES = 8 * 1024;

    private final String path;
    private final HomeListing listing;
    private final LineFormat format;
    private final StringBuilder lines = new StringBuilder(TYPICAL_BYTES);
    private ByteBuffer pending = ByteBuffer.allocate(0);
    /** Of the batch before; 0 if there was none. */
    private int batchEntries;

    private boolean ended;

    ListingTask(String path, HomeListing listing, LineFormat format) {
        this.path = path;
        this.listing = listing;
        this.format = format;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public void run(Transfer transfer) throws IOException {
        transfer.send(this::fill);
    }

    private void fill(ByteBuffer buffer) throws IOException {
        while (!pending.hasRemaining() && !ended) {
            pending = nextLines();
        }
        int count = Math.min(buffer.remaining(), pending.remaining());
        buffer.put(pending.slice(pending.position(), count));
        pending.position(pending.position() + count);
    }

    private ByteBuffer nextLines() throws IOException {
        batchEntries = nextBatchEntries();
        lines.setLength(0);
        for (int count = 0; count < batchEntries && !ended; count++) {
            HomeEntry entry = listing.next();
            if (entry == null) {
                ended = true;
            } else {
                append(entry);
            }
        }
        return ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private int nextBatchEntries() throws IOException {
        if (batchEntries > 0) {
            return Math.min(batchEntries * GROWTH, MOST_ENTRIES);
        }
        return listing.ahead() <= WHOLE_ENTRIES ? WHOLE_ENTRIES : FIRST_ENTRIES;
    }

    private void append(HomeEntry entry) {
        int start = lines.length();
        format.append(entry, lines);
        if (lines.length() > start) {
            lines.append("\r\n");
        }
    }

    @Override
    public void close() throws IOException {
        listing.close();
    }
}
