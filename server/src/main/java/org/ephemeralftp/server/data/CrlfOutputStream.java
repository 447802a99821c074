package org.ephemeralftp.server.data;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Text on its way from the network in TYPE A (RFC 959, section 3.1.1.1): CR LF becomes a line feed. A carriage return
 * that no line feed follows is a character like any other.
 */
public final class CrlfOutputStream extends FilterOutputStream {
    private boolean carriageReturnDue;

    public CrlfOutputStream(OutputStream text) {
        super(new BufferedOutputStream(text, 16 * 1024));
    }

    @Override
    public void write(int next) throws IOException {
        if (carriageReturnDue && next != '\n') {
            out.write('\r');
        }
        carriageReturnDue = next == '\r';
        if (!carriageReturnDue) {
            out.write(next);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    /** Writes what is due; to be called once, at the end of the text. */
    @Override
    public void flush() throws IOException {
        if (carriageReturnDue) {
            carriageReturnDue = false;
            out.write('\r');
        }
        out.flush();
    }
}
