package org.ephemeralftp.server.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The copying of bytes between a file and a data connection. A send returns when the last byte is with the kernel and
 * the connection is shut down for writing; a receive, when the peer has ended the connection and the last byte is with
 * the file.
 *
 * <p>Every method throws {@link DataConnectionException} if the connection broke, and another {@link IOException} if it
 * was the file.
 */
public final class Transfer {
    /** How much the kernel is asked to copy at once: small enough that a slow peer is seen to move. */
    private static final long CHUNK_BYTES = 256 * 1024;

    /** The size of buffers for text, of which every transfer has its own: five hundred may stand still at once. */
    private static final int TEXT_BYTES = 16 * 1024;

    /** What makes the bytes of a transfer while it runs. */
    public interface Source {
        /** Puts the next bytes into a buffer, as many as it likes to be sent at once; none at the end. */
        void fill(ByteBuffer buffer) throws IOException;
    }

    private final DataConnection connection;
    private volatile long bytes;

    public Transfer(DataConnection connection) {
        this.connection = connection;
    }

    /** How many bytes went over the data connection up to now; any thread may ask. */
    public long bytes() {
        return bytes;
    }

    /** Sends a file as it is, from an offset to its end; with the kernel's copy, unless there is TLS. */
    public void send(FileChannel file, long offset) throws IOException {
        long end = file.size();
        long sent = connection.isPlain() ? copy(file, offset) : read(file, offset);
        if (offset + sent < end) {
            throw new IOException("The file became shorter while it was sent");
        }
        connection.finish();
    }

    private long copy(FileChannel file, long offset) throws DataConnectionException {
        long position = offset;
        while (true) {
            long count = connection.write(file, position, CHUNK_BYTES);
            if (count <= 0) {
                return position - offset;
            }
            position += count;
            moved(count);
        }
    }

    private long read(FileChannel file, long offset) throws IOException {
        long before = bytes;
        sendAll(buffer -> file.read(buffer, offset + bytes - before));
        return bytes - before;
    }

    /** Sends everything a stream gives. */
    public void send(InputStream source) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(TEXT_BYTES);
        int count;
        while ((count = source.read(buffer.array())) >= 0) {
            send(buffer.clear().limit(count));
        }
        connection.finish();
    }

    /** Sends everything a source makes, each time it has filled a buffer. */
    public void send(Source source) throws IOException {
        sendAll(source);
        connection.finish();
    }

    private void sendAll(Source source) throws IOException {
        TransferBuffers buffers = connection.plane().buffers();
        ByteBuffer buffer = buffers.acquire();
        try {
            source.fill(buffer);
            while (buffer.flip().hasRemaining()) {
                send(buffer);
                source.fill(buffer.clear());
            }
        } finally {
            buffers.release(buffer);
        }
    }

    private void send(ByteBuffer buffer) throws DataConnectionException {
        while (buffer.hasRemaining()) {
            moved(connection.write(buffer));
        }
    }

    /** Receives into a file, from an offset on; what follows the last byte in the file stays. */
    public void receive(FileChannel file, long offset) throws IOException {
        TransferBuffers buffers = connection.plane().buffers();
        ByteBuffer buffer = buffers.acquire();
        try {
            long position = offset;
            int count;
            while ((count = connection.read(buffer.clear())) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    position += file.write(buffer, position);
                }
                moved(count);
            }
        } finally {
            buffers.release(buffer);
        }
    }

    /** Receives into a stream, which stays open. */
    public void receive(OutputStream target) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(TEXT_BYTES);
        int count;
        while ((count = connection.read(buffer.clear())) >= 0) {
            target.write(buffer.array(), 0, count);
            moved(count);
        }
        target.flush();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Only the transfer's own thread writes it.
    private void moved(long count) {
        bytes += count;
    }
}
