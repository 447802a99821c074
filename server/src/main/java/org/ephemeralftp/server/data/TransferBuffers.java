package org.ephemeralftp.server.data;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Direct buffers for transfers, kept for the next one, because allocating one costs more than a small transfer. */
final class TransferBuffers {
    /** The size for plain data. */
    static final int BYTES = 256 * 1024;
    /** The size for TLS: four of the largest records (RFC 8446, section 5.2), which gain nothing from being more. */
    static final int TLS_BYTES = 4 * 17 * 1024;

    /**
     * The size when so many large ones are there: clients may let any number of transfers stand still, and memory that is
     * used up is missed by everybody. The largest record of TLS fits.
     */
    static final int SMALL_BYTES = 17 * 1024;

    static final int MOST_LARGE = 64;
    private static final int MAX_IDLE = 32;

    private final Queue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    /** Of those that are in use or idle. */
    private final AtomicInteger large = new AtomicInteger();

    private final int bytes;

    TransferBuffers(int bytes) {
        this.bytes = bytes;
    }

    /** An empty buffer, to be given back with {@link #release}. */
    ByteBuffer acquire() {
        ByteBuffer buffer = idle.poll();
        if (buffer != null) {
            count.decrementAndGet();
            return buffer.clear();
        }
        if (large.get() >= MOST_LARGE) {
            return ByteBuffer.allocateDirect(SMALL_BYTES);
        }
        ByteBuffer fresh = ByteBuffer.allocateDirect(bytes);
        large.incrementAndGet();
        return fresh;
    }

    void release(ByteBuffer buffer) {
        if (buffer.capacity() == SMALL_BYTES) {
            return;
        }
        if (count.incrementAndGet() <= MAX_IDLE) {
            idle.add(buffer);
        } else {
            count.decrementAndGet();
            large.decrementAndGet();
        }
    }
}
