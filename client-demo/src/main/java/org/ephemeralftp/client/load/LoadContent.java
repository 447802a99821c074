package org.ephemeralftp.client.load;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one file: the same random block over and over, begun at a place of the file's own. They cost nothing to make
 * and little to compare, and another file's, or a piece that is missing, are told apart.
 */
record LoadContent(long number, long size) {
    /** A prime, so that no buffer size of anybody's is a multiple of it. */
    private static final int LENGTH = 65_521;

    private static final byte[] BLOCK = new byte[LENGTH];

    static {
        new SplittableRandom(959).nextBytes(BLOCK);
    }

    void writeTo(OutputStream out, Runnable afterEach) throws IOException {
        for (long position = 0; position < size; ) {
            int at = at(position);
            int count = (int) Math.min(LENGTH - at, size - position);
            out.write(BLOCK, at, count);
            position += count;
            afterEach.run();
        }
        out.flush();
    }

    /** A check of one download of it. */
    Check check() {
        return new Comparison();
    }

    private int at(long position) {
        return (int) ((Math.floorMod(number * 7919, LENGTH) + position) % LENGTH);
    }

    /** What looks at the bytes of one download as they come. */
    interface Check {
        void add(byte[] buffer, int length);

        /** What is wrong with them, when all have come; null if nothing is. */
        @Nullable
        String difference();
    }

    private final class Comparison implements Check {
        private long position;
        private long differsAt = -1;

        @Override
        public void add(byte[] buffer, int length) {
            int from = 0;
            while (from < length && differsAt < 0 && position < size) {
                int at = at(position);
                int count = (int) Math.min(Math.min(LENGTH - at, length - from), size - position);
                int mismatch = Arrays.mismatch(BLOCK, at, at + count, buffer, from, from + count);
                differsAt = mismatch < 0 ? -1 : position + mismatch;
                from += count;
                position += count;
            }
            position += length - from;
        }

        @Override
        public @Nullable String difference() {
            if (differsAt >= 0) {
                return "the download differs from the upload at byte " + differsAt + " of " + size;
            }
            return position == size ? null : "the download has " + position + " bytes, the upload had " + size;
        }
    }
}
