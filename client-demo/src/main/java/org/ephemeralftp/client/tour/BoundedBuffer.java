package org.ephemeralftp.client.tour;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A directory listing in memory, up to a length that no honest tour needs. */
final class BoundedBuffer extends OutputStream {
    private static final int LIMIT = 16 << 20;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        if (bytes.size() + length > LIMIT) {
            throw new TourFailure("the listing is longer than 16 MiB: log in where fewer files are");
        }
        bytes.write(source, offset, length);
    }

    List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    InputStream open() {
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
