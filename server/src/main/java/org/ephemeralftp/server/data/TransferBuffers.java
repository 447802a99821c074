package org.ephemeralftp.server.data;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Direct buffers for transfers, kept for the next one, because allocating one costs more than a small transfer. */
final class TransferBuffers {
    static final int BYTES = 256 * 1024;
    private static final int MAX_IDLE = 32;

    private final Queue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /** An empty buffer, to be given back with {@link #release}. */
    ByteBuffer acquire() {
        ByteBuffer buffer = idle.poll();
        if (buffer == null) {
            return ByteBuffer.allocateDirect(BYTES);
        }
        count.decrementAndGet();
        return buffer.clear();
    }

    void release(ByteBuffer buffer) {
        if (count.incrementAndGet() <= MAX_IDLE) {
            idle.add(buffer);
        } else {
            count.decrementAndGet();
        }
    }
}
