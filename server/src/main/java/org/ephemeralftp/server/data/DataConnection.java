package org.ephemeralftp.server.data;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.faults.Fault;
import org.ephemeralftp.server.faults.FaultScript;
import org.ephemeralftp.server.lease.LeasedConnection;

/**
 * An open data connection, passive or active: a blocking channel on which one transfer runs. Its thread reads or writes;
 * any other thread may {@link #abort} it.
 */
public final class DataConnection implements Closeable {
    private static final int DISCARDED_AT_ONCE = 8 * 1024;
    /** As much as a receive buffer may have; who sends on and on gets a reset. */
    private static final long MOST_DISCARDED = 16 * 1024 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer head;
    private final Closeable owner;
    private final DataView view;
    private final DataPlane plane;
    private final StallLimit stall;
    /** What the bytes go through: the channel itself, or TLS on it. */
    private final ByteChannel bytes;
    /** Null if there is none. */
    private final @Nullable TlsChannel tls;

    private volatile @Nullable String aborted;
    /** Nearly always null. */
    private volatile @Nullable ArmedFault fault;

    private DataConnection(
            SocketChannel channel,
            ByteBuffer head,
            Closeable owner,
            DataView view,
            DataPlane plane,
            @Nullable DataTls wanted) {
        this.channel = channel;
        this.view = view;
        this.head = head;
        this.owner = owner;
        this.plane = plane;
        stall = new StallLimit(this, channel, plane.sendQueues(), plane.stallTimeout());
        tls = wanted == null ? null : new TlsChannel(channel, head, wanted, plane.tlsBuffers(), stall);
        bytes = tls == null ? channel : tls;
        plane.watchdog().watch(stall);
    }

    static DataConnection passive(LeasedConnection leased, DataPlane plane, @Nullable DataTls tls)
            throws DataConnectionException {
        try {
            leased.channel().configureBlocking(true);
            return new DataConnection(leased.channel(), leased.head(), leased, view(leased), plane, tls);
        } catch (IOException e) {
            closeAfter(e, leased);
            throw new DataConnectionException("The data connection broke", e);
        }
    }

    static DataConnection active(ActiveConnection connected, DataPlane plane, @Nullable DataTls tls) {
        return new DataConnection(connected.channel(), ByteBuffer.allocate(0), connected, connected.view(), plane, tls);
    }

    private static void closeAfter(IOException failure, Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** A passive connection that waits for its transfer, or is in use by one. */
    static DataView view(LeasedConnection leased) {
        return new DataView(leased.peer(), leased.local(), leased.since(), DataSetup.Mode.PASSIVE);
    }

    /** What is to be seen of it, also when it is closed. */
    DataView view() {
        return view;
    }

    /** The server's port of this connection; 0 if it is closed already. */
    public int localPort() {
        return channel.socket().getLocalPort();
    }

    DataPlane plane() {
        return plane;
    }

    /** Has it meet a fault; before the first byte moves. */
    void meet(FaultScript.Claim claim, String victim, Runnable cutControl) {
        fault = new ArmedFault(claim, (Fault.AfterBytes) claim.fault(), channel, victim, cutControl);
    }

    /** Whether the bytes go out as they are, so that the kernel can copy them. */
    boolean isPlain() {
        return tls == null;
    }

    /**
     * Shakes hands, if the connection is to have TLS; before the first byte moves, and after the 150: that tells the
     * client to begin (RFC 4217, section 10.2).
     *
     * @throws TlsRefusedException if TLS fails, or is not as it has to be
     * @throws DataConnectionException if the connection breaks, or the handshake takes too long
     */
    public void secure() throws TlsRefusedException, DataConnectionException {
        if (tls == null) {
            return;
        }
        HandshakeLimit limit = new HandshakeLimit(this, plane.connectTimeout());
        plane.watchdog().watch(limit);
        try {
            tls.begin();
        } catch (SSLException e) {
            if (aborted != null) {
                throw broken(e);
            }
            throw new TlsRefusedException("TLS on the data connection failed: " + e.getMessage(), e);
        } catch (TlsRefusedException e) {
            throw e;
        } catch (IOException e) {
            throw broken(e);
        } finally {
            plane.watchdog().forget(limit);
        }
    }

    /** Writes some of the buffer, nearly always all of it. */
    int write(ByteBuffer buffer) throws DataConnectionException {
        try {
            ArmedFault armed = fault;
            int count = armed == null ? bytes.write(buffer) : write(buffer, armed);
            stall.sent();
            return count;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private int write(ByteBuffer buffer, ArmedFault armed) throws IOException {
        int limit = buffer.limit();
        buffer.limit(buffer.position() + (int) armed.sendable(buffer.remaining()));
        int count = bytes.write(buffer);
        buffer.limit(limit);
        armed.moved(count);
        return count;
    }

    /** Lets the kernel copy up to {@code count} bytes of a file; 0 at its end. */
    long write(FileChannel file, long position, long count) throws DataConnectionException {
        try {
            ArmedFault armed = fault;
            long written = file.transferTo(position, armed == null ? count : armed.sendable(count), channel);
            stall.sent();
            if (armed != null) {
                armed.moved(written);
            }
            return written;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Reads what there is, at least one byte; -1 when the peer has ended the connection politely. */
    int read(ByteBuffer buffer) throws DataConnectionException {
        try {
            ArmedFault armed = fault;
            if (armed != null) {
                buffer.limit(buffer.position() + armed.receivable(buffer.remaining()));
            }
            if (tls == null && head.hasRemaining()) {
                int count = head.remaining(); // One byte, for which there is room.
                buffer.put(head);
                return moved(armed, count);
            }
            int count = moved(armed, bytes.read(buffer));
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

    private static int moved(@Nullable ArmedFault armed, int count) {
        if (armed != null) {
            armed.moved(count);
        }
        return count;
    }

    /** Tells the peer that all data was sent; after that everything written is the kernel's to deliver. */
    void finish() throws DataConnectionException {
        try {
            ArmedFault armed = fault;
            if (armed != null) {
                armed.sendable(0);
            }
            if (tls != null) {
                tls.finish();
            }
            channel.shutdownOutput();
        } catch (IOException e) {
            throw broken(e);
        }
        discardReceived();
        if (aborted != null) {
            throw broken(null);
        }
    }

    /**
     * Throws away what the peer has sent on a connection that is only for our data: with anything unread, the kernel would
     * make the close a reset, and what is still on its way to the peer would be lost (RFC 9293, section 3.6.1).
     */
    private void discardReceived() {
        try {
            channel.configureBlocking(false);
            ByteBuffer unwanted = ByteBuffer.allocate(DISCARDED_AT_ONCE);
            long left = MOST_DISCARDED;
            for (int count = 1; count > 0 && left > 0; left -= count) {
                count = channel.read(unwanted.clear());
            }
        } catch (IOException e) {
            // The peer has reset the connection, after everything was sent: it wants no more.
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
        ArmedFault armed = fault;
        if (armed != null && armed.abort()) {
            return;
        }
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
        if (reason == null) {
            reason = e instanceof SSLException || e instanceof EOFException
                    ? "The data connection broke: " + e.getMessage()
                    : "The data connection broke";
        }
        return new DataConnectionException(reason, e);
    }

    @Override
    public void close() throws IOException {
        plane.watchdog().forget(stall);
        try (ArmedFault armed = fault;
                TlsChannel giving = tls) {
            owner.close();
        }
    }
}
