package org.ephemeralftp.server.proxy;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header that begins one connection (haproxy.org, "The PROXY protocol", versions 1 and 2), however it is cut
 * into pieces, and no byte more: what follows is FTP or TLS, or a file.
 *
 * <p>"Any sequence which does not exactly match the protocol must be discarded and cause the receiver to abort the
 * connection" (section 2.1): it fails at the first byte that is wrong.
 */
public final class ProxyHeaderParser {
    /** That of version 1; of version 2 the first 16 bytes and the addresses are kept, which are fewer. */
    private static final int MOST_KEPT = LineHeader.MOST_BYTES;

    private enum Version {
        LINE,
        BINARY
    }

    private final ByteBuffer kept = ByteBuffer.allocate(MOST_KEPT);
    private @Nullable Version version;
    private int length;
    /** How many bytes a binary header has in all; its fixed part tells. */
    private int end = BinaryHeader.FIXED_BYTES;

    /**
     * How many of the bytes to come belong to the header for certain, at least 1 while it is not complete. Who cannot
     * put bytes back reads no more than that.
     */
    public int missing() {
        if (version == Version.BINARY) {
            return end - length;
        }
        if (length < LineHeader.LEAST_BYTES) {
            return LineHeader.LEAST_BYTES - length;
        }
        return kept.get(length - 1) == '\r' ? 1 : 2;
    }

    /**
     * Takes what belongs to the header, and leaves the rest.
     *
     * @return the header if it is complete now, null if it is not
     * @throws ProxyHeaderException if it is none
     */
    public @Nullable ProxyHeader take(ByteBuffer bytes) throws ProxyHeaderException {
        ProxyHeader header = null;
        while (header == null && bytes.hasRemaining()) {
            header = take(bytes.get());
        }
        return header;
    }

    private @Nullable ProxyHeader take(byte next) throws ProxyHeaderException {
        if (version == null) {
            version = version(next);
        }
        if (length < MOST_KEPT) {
            kept.put(next);
        }
        length++;
        return version == Version.LINE ? line(next) : binary(next);
    }

    private static Version version(byte first) throws ProxyHeaderException {
        if (first == LineHeader.START.charAt(0)) {
            return Version.LINE;
        }
        if (first == BinaryHeader.signature(0)) {
            return Version.BINARY;
        }
        throw new ProxyHeaderException("it does not begin with a PROXY header");
    }

    private @Nullable ProxyHeader line(byte last) throws ProxyHeaderException {
        if (length <= LineHeader.START.length() && last != LineHeader.START.charAt(length - 1)) {
            throw new ProxyHeaderException("it does not begin with a PROXY header");
        }
        if (last == '\n' && kept.get(length - 2) == '\r') {
            return LineHeader.parse(kept.array(), length - 2);
        }
        if (length == LineHeader.MOST_BYTES) {
            throw new ProxyHeaderException(
                    "the line of its PROXY header does not end within " + LineHeader.MOST_BYTES + " bytes");
        }
        return null;
    }

    private @Nullable ProxyHeader binary(byte last) throws ProxyHeaderException {
        if (length <= BinaryHeader.SIGNATURE_BYTES && last != BinaryHeader.signature(length - 1)) {
            throw new ProxyHeaderException("it does not begin with a PROXY header");
        }
        if (length == BinaryHeader.FIXED_BYTES) {
            end = BinaryHeader.FIXED_BYTES + BinaryHeader.lengthOfRest(kept);
        }
        return length >= BinaryHeader.FIXED_BYTES && length == end ? BinaryHeader.parse(kept) : null;
    }
}
