package org.ephemeralftp.client.tour;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The random bytes of one upload, made again from their seed whenever they are needed. */
record Payload(long seed, long size) {

    /** The bytes, to be uploaded. */
    InputStream open() {
        return new Bytes();
    }

    /** A sink that compares what is downloaded with the bytes. */
    Comparison compare() {
        return new Comparison();
    }

    private final class Bytes extends InputStream {
        private final SplittableRandom random = new SplittableRandom(seed);
        private final byte[] block = new byte[8192];
        private int position = block.length;
        private long left = size;

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            if (position == block.length) {
                random.nextBytes(block);
                position = 0;
            }
            int count = (int) Math.min(left, Math.min(length, block.length - position));
            System.arraycopy(block, position, target, offset, count);
            position += count;
            left -= count;
            return count;
        }
    }

    /** The comparison of one download with what was uploaded. */
    final class Comparison extends OutputStream {
        private final InputStream expected = open();
        private long matched;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            byte[] wanted = expected.readNBytes(length);
            int difference = Arrays.mismatch(wanted, 0, wanted.length, source, offset, offset + length);
            if (difference < 0) {
                matched += length;
                return;
            }
            matched += difference;
            throw new TourFailure(
                    matched == size
                            ? "the download is longer than the " + size + " bytes that were uploaded"
                            : "the download differs from the upload at byte " + matched + " of " + size);
        }

        /** Fails unless every byte came back. */
        void finish() throws IOException {
            if (matched != size) {
                throw new TourFailure("the download ended after " + matched + " of " + size + " bytes");
            }
        }
    }
}
