package org.ephemeralftp.server.data;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Text on its way to the network in TYPE A (RFC 959, section 3.1.1.1): every line ends with CR LF. A line feed that
 * already follows a carriage return stays as it is.
 */
public final class CrlfInputStream extends FilterInputStream {
    private int last = -1;
    private boolean lineFeedDue;

    public CrlfInputStream(InputStream text) {
        super(new BufferedInputStream(text, 16 * 1024));
    }

    @Override
    public int read() throws IOException {
        if (lineFeedDue) {
            lineFeedDue = false;
            last = '\n';
            return last;
        }
        int next = in.read();
        if (next == '\n' && last != '\r') {
            lineFeedDue = true;
            last = '\r';
        } else {
            last = next;
        }
        return last;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int next = read();
            if (next < 0) {
                break;
            }
            bytes[offset + count++] = (byte) next;
        }
        return count == 0 && length > 0 ? -1 : count;
    }
}
