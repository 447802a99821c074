package org.ephemeralftp.server.data;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.lease.LeasedConnection;

/**
 * An open data connection, passive or active: a blocking channel on which one transfer runs. Its thread reads or writes;
 * any other thread may {@link #abort} it.
 */
public final class DataConnection implements Closeable {
    private final SocketChannel channel;
    private final ByteBuffer head;
    private final Closeable owner;
    private final DataPlane plane;
    private final StallLimit stall;
    private volatile @Nullable String aborted;

    private DataConnection(SocketChannel channel, ByteBuffer head, Closeable owner, DataPlane plane) {
        this.channel = channel;
        this.head = head;
        this.owner = owner;
        this.plane = plane;
        stall = new StallLimit(this, channel, plane.sendQueues(), plane.stallTimeout());
        plane.watchdog().watch(stall);
    }

    static DataConnection passive(LeasedConnection leased, DataPlane plane) throws DataConnectionException {
        try {
            leased.channel().configureBlocking(true);
            return new DataConnection(leased.channel(), leased.head(), leased, plane);
        } catch (IOException e) {
            closeAfter(e, leased);
            throw new DataConnectionException("The data connection broke", e);
        }
    }

    static DataConnection active(ActiveConnection connected, DataPlane plane) {
        return new DataConnection(connected.channel(), ByteBuffer.allocate(0), connected, plane);
    }

    private static void closeAfter(IOException failure, Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** The client's end. */
    public InetSocketAddress remote() throws IOException {
        return (InetSocketAddress) channel.getRemoteAddress();
    }

    /** The server's end. */
    public InetSocketAddress local() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    DataPlane plane() {
        return plane;
    }

    /** Writes all of the buffer. */
    void write(ByteBuffer buffer) throws DataConnectionException {
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
                stall.sent();
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Lets the kernel copy up to {@code count} bytes of a file; 0 at its end. */
    long write(FileChannel file, long position, long count) throws DataConnectionException {
        try {
            long written = file.transferTo(position, count, channel);
            stall.sent();
            return written;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Reads what there is, at least one byte; -1 when the peer has ended the connection politely. */
    int read(ByteBuffer buffer) throws DataConnectionException {
        try {
            if (head.hasRemaining()) {
                int count = head.remaining();
                buffer.put(head);
                return count;
            }
            int count = channel.read(buffer);
            stall.received();
            if (count < 0 && aborted != null) {
                throw broken(null);
            }
            return count;
        } catch (DataConnectionException e) {
            throw e;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Tells the peer that all data was sent; after that everything written is the kernel's to deliver. */
    void finish() throws DataConnectionException {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            throw broken(e);
        }
        if (aborted != null) {
            throw broken(null);
        }
    }

    /**
     * Breaks the connection, with a reset when it is closed. The transfer fails at once, and its thread closes the
     * channel: were it closed here, the number of its descriptor could be another connection's while the kernel's copy
     * still writes to it.
     */
    public void abort(String reason) {
        if (aborted == null) {
            aborted = reason;
        }
        resetOnClose();
        try {
            channel.shutdownOutput();
            channel.shutdownInput();
        } catch (IOException e) {
            // It is broken already, which is what was wanted.
        }
    }

    /**
     * Makes the close that follows a reset, so that the peer cannot take what it got for the whole. For the transfer's
     * own thread: {@link #abort} would send an orderly end first if nothing else is left to send.
     */
    public void resetOnClose() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // It is broken already, which is what was wanted.
        }
    }

    private DataConnectionException broken(@Nullable IOException e) {
        String reason = aborted;
        return new DataConnectionException(reason == null ? "The data connection broke" : reason, e);
    }

    @Override
    public void close() throws IOException {
        plane.watchdog().forget(stall);
        owner.close();
    }
}
