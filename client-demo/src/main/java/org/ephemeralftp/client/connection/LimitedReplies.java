package org.ephemeralftp.client.connection;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream of replies none of which may be endless: the lines of one are collected in memory. */
final class LimitedReplies extends FilterInputStream {
    private static final int MOST_BYTES = 1 << 20;

    private int count;

    LimitedReplies(InputStream in) {
        super(in);
    }

    /** What comes from now on belongs to another reply. */
    void next() {
        count = 0;
    }

    @Override
    public int read() throws IOException {
        return counted(super.read(), 1);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        return counted(read, read);
    }

    private int counted(int result, int bytes) throws UnusableReplyException {
        count += result < 0 ? 0 : bytes;
        if (count > MOST_BYTES) {
            throw new UnusableReplyException("a reply is longer than " + MOST_BYTES + " bytes");
        }
        return result;
    }
}
