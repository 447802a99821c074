package org.ephemeralftp.client.load;

import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The expectation that all downloads of a file nobody knows are the same as the first one. For any thread. */
final class SameAgain {
    private final AtomicReference<@Nullable Seen> first = new AtomicReference<>();

    LoadContent.Check check() {
        return new Comparison();
    }

    private record Seen(long length, long checksum) {}

    private final class Comparison implements LoadContent.Check {
        private final CRC32C checksum = new CRC32C();
        private long length;

        @Override
        public void add(byte[] buffer, int count) {
            checksum.update(buffer, 0, count);
            length += count;
        }

        @Override
        public @Nullable String difference() {
            Seen seen = new Seen(length, checksum.getValue());
            Seen wanted = first.compareAndSet(null, seen) ? seen : first.get();
            if (seen.equals(wanted)) {
                return null;
            }
            return "the download of " + length + " bytes is not the same as the first one"
                    + (wanted == null ? "" : ", of " + wanted.length() + " bytes");
        }
    }
}
