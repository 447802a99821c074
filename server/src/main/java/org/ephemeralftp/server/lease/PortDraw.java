package org.ephemeralftp.server.lease;

import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Uniform draws from a cryptographic source, so that the next data port cannot be predicted (RFC 6056, section 3.1).
 * Random bytes are fetched a block at a time, because fetching four of them costs as much as a whole grant. Not
 * thread-safe.
 */
public final class PortDraw {
    private static final int BLOCK_BYTES = 4096;

    private final SecureRandom source;
    private final byte[] bytes = new byte[BLOCK_BYTES];
    private final ByteBuffer block = ByteBuffer.wrap(bytes).limit(0);

    public PortDraw(SecureRandom source) {
        this.source = source;
    }

    /**
     * A generator that asks the system for entropy once and computes from then on (NIST SP 800-90A), because a draw
     * happens under a lock, where no system call belongs.
     */
    public static SecureRandom defaultSource() {
        try {
            SecureRandom source = SecureRandom.getInstance("DRBG");
            source.nextInt();
            return source;
        } catch (NoSuchAlgorithmException e) {
            return new SecureRandom();
        }
    }

    /** A number from 0 to {@code bound - 1}, all equally likely; {@code bound} is at least 1. */
    public int below(int bound) {
        // Multiply and shift; the few values that would make some results likelier than others are drawn again. They
        // lie
        // below the remainder, which is less than the bound, so that the division is seldom needed.
        long product = nextUnsignedInt() * bound;
        if (fraction(product) < bound) {
            long unfair = (1L << 32) % bound;
            while (fraction(product) < unfair) {
                product = nextUnsignedInt() * bound;
            }
        }
        return (int) (product >>> 32);
    }

    private static long fraction(long product) {
        return product & 0xffff_ffffL;
    }

    private long nextUnsignedInt() {
        if (!block.hasRemaining()) {
            source.nextBytes(bytes);
            block.clear();
        }
        int value = block.getInt();
        block.putInt(block.position() - Integer.BYTES, 0);
        return Integer.toUnsignedLong(value);
    }
}
