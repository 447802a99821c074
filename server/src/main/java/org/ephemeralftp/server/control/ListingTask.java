package org.ephemeralftp.server.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.ephemeralftp.server.data.Transfer;
import org.ephemeralftp.server.files.HomeEntry;
import org.ephemeralftp.server.files.HomeListing;

/**
 * The sending of a listing, one batch of entries after the other, so that a directory of any size begins to flow at
 * once and never is in memory as a whole. A directory that fits into one batch is sorted by name; a larger one comes in
 * the order the file system has it. Whatever the type of the session, names are in UTF-8 (RFC 2640, section 2.1) and
 * lines end with CR LF.
 */
final class ListingTask implements TransferCommand.Task {
    /** How many entries are sorted, and held in memory. */
    static final int BATCH_ENTRIES = 1000;

    private static final int TYPICAL_BYTES = 8 * 1024;

    private final String path;
    private final HomeListing listing;
    private final LineFormat format;
    private final StringBuilder lines = new StringBuilder(TYPICAL_BYTES);
    private ByteBuffer pending = ByteBuffer.allocate(0);
    private boolean begun;
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
        lines.setLength(0);
        for (HomeEntry entry : nextBatch()) {
            int start = lines.length();
            format.append(entry, lines);
            if (lines.length() > start) {
                lines.append("\r\n");
            }
        }
        return ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private List<HomeEntry> nextBatch() throws IOException {
        List<HomeEntry> batch = new ArrayList<>();
        while (batch.size() < BATCH_ENTRIES && !ended) {
            HomeEntry entry = listing.next();
            if (entry == null) {
                ended = true;
            } else {
                batch.add(entry);
            }
        }
        if (ended && !begun) {
            batch.sort(Comparator.comparing(HomeEntry::name));
        }
        begun = true;
        return batch;
    }

    @Override
    public void close() throws IOException {
        listing.close();
    }
}
