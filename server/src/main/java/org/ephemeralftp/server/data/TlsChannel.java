package org.ephemeralftp.server.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS on the blocking channel of a data connection, as its server (RFC 4217, section 7). Closing it gives back its
 * buffers; the channel below is another's to close.
 *
 * <p>For the transfer's own thread. Shutting the channel below down ends what the thread waits for.
 */
final class TlsChannel implements ByteChannel {
    private static final Logger log = LoggerFactory.getLogger(TlsChannel.class);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final DataTls tls;
    private final SSLEngine engine;
    private final TransferBuffers buffers;
    private final StallLimit stall;
    /** What came and is not decrypted yet; ready to be filled. */
    private final ByteBuffer incoming;
    /** Empty between two calls. */
    private final ByteBuffer outgoing;
    /** What was decrypted and did not fit where it was wanted; ready to be read. */
    private ByteBuffer plain = NOTHING;

    private boolean ended;
    private boolean open = true;

    /** {@code head} is what was read already; there is room for it. */
    TlsChannel(SocketChannel channel, ByteBuffer head, DataTls tls, TransferBuffers buffers, StallLimit stall) {
        this.channel = channel;
        this.tls = tls;
        engine = tls.session().dataEngine();
        this.buffers = buffers;
        this.stall = stall;
        incoming = buffers.acquire().put(head);
        outgoing = buffers.acquire();
    }

    /**
     * Shakes hands; what follows is under TLS.
     *
     * @throws SSLException if TLS fails; the client was told why, if it can be
     * @throws TlsRefusedException if it resumes no TLS session and has to
     * @throws IOException if the connection ends before that
     */
    void begin() throws IOException {
        handshake();
        boolean resumed = tls.session().resumed(engine);
        log.debug(
                "Data connection at port {}: {}, {}, TLS session {}",
                channel.socket().getLocalPort(),
                engine.getSession().getProtocol(),
                engine.getSession().getCipherSuite(),
                resumed ? "resumed" : "not resumed");
        if (tls.reuseRequired() && !resumed) {
            // Politely, because many clients look at the reply only then, and it is the reply that says what to do.
            finish();
            throw new TlsRefusedException(
                    "The data connection must resume the TLS session of the control connection:"
                            + " have the client do so, or ask the operator for --tls-session-reuse prefer",
                    null);
        }
    }

    private void handshake() throws IOException {
        try {
            engine.beginHandshake();
            HandshakeStatus next = engine.getHandshakeStatus();
            while (next != HandshakeStatus.FINISHED && next != HandshakeStatus.NOT_HANDSHAKING && !isDone(next)) {
                next = step(next);
            }
        } catch (SSLException e) {
            throw told(e);
        }
    }

    /**
     * Whether all that is left to do is to send a session ticket, which TLS 1.3 has after the handshake (RFC 8446, section
     * 4.6.1). It goes out with the first data, or with the end: a client that only sends never reads it, and with
     * something unread its system resets the connection when it closes it, and drops what it has not sent yet.
     */
    private boolean isDone(HandshakeStatus next) {
        return next == HandshakeStatus.NEED_WRAP
                && engine.getHandshakeSession() == null
                && engine.getSession().getProtocol().equals("TLSv1.3");
    }

    private HandshakeStatus step(HandshakeStatus status) throws IOException {
        switch (status) {
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
                return engine.getHandshakeStatus();
            }
            case NEED_WRAP -> {
                HandshakeStatus next = requireOpen(engine.wrap(NOTHING, outgoing));
                flush();
                return next;
            }
            default -> {
                SSLEngineResult result = unwrapAside();
                if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
                    fill();
                }
                return requireOpen(result);
            }
        }
    }

    private static HandshakeStatus requireOpen(SSLEngineResult result) throws SSLException {
        if (result.getStatus() == Status.CLOSED) {
            throw new SSLException("The client ended TLS before the handshake was done");
        }
        return result.getHandshakeStatus();
    }

    /** Sends all of the buffer. */
    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = source.remaining();
        consume();
        while (source.hasRemaining()) {
            SSLEngineResult result = engine.wrap(source, outgoing);
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                flush();
            } else if (result.bytesProduced() == 0) {
                // TLS 1.2 knows no half close: the client's end is the end of both (RFC 5246, section 7.2.1).
                throw new SSLException("The client has ended TLS");
            }
        }
        flush();
        return count;
    }

    private void flush() throws IOException {
        outgoing.flip();
        while (outgoing.hasRemaining()) {
            channel.write(outgoing);
        }
        outgoing.clear();
    }

    /**
     * Takes what a client sends while it receives: key updates and alerts are TLS's own, data has no meaning. What is
     * left unread would make the kernel reset the connection when it is closed, and the client lose the end of the file.
     * Once each time, so that a client that never ceases to send only slows down itself.
     */
    private void consume() throws IOException {
        if (!ended && channel.socket().getInputStream().available() > 0) {
            fill();
            Status status = Status.OK;
            while (status == Status.OK && !ended) {
                status = settle(unwrapAside());
            }
            plain.position(plain.limit());
        }
    }

    /** Reads what there is, at least one byte; -1 when the peer has ended TLS (RFC 8446, section 6.1). */
    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = handOut(target);
        while (count == 0 && !ended) {
            count = decrypt(target);
            if (count == 0 && !ended) {
                fill();
            }
        }
        return count == 0 ? -1 : count;
    }

    private int handOut(ByteBuffer target) {
        int count = Math.min(plain.remaining(), target.remaining());
        target.put(plain.slice(plain.position(), count));
        plain.position(plain.position() + count);
        return count;
    }

    /** Decrypts all that is there and fits; a record that is too large for the whole target is handed out in parts. */
    private int decrypt(ByteBuffer target) throws IOException {
        int start = target.position();
        Status status = Status.OK;
        while (status == Status.OK && !ended) {
            status = settle(unwrap(target));
        }
        if (status == Status.BUFFER_OVERFLOW && target.position() == start) {
            settle(unwrapAside());
            handOut(target);
        }
        return target.position() - start;
    }

    private SSLEngineResult unwrap(ByteBuffer target) throws SSLException {
        incoming.flip();
        try {
            return engine.unwrap(incoming, target);
        } catch (SSLException e) {
            throw told(e);
        } finally {
            incoming.compact();
        }
    }

    /** Into a buffer that is large enough for any record; what was in it is gone. */
    private SSLEngineResult unwrapAside() throws SSLException {
        int size = engine.getSession().getApplicationBufferSize();
        plain = plain.capacity() < size ? ByteBuffer.allocate(size) : plain.clear();
        try {
            return unwrap(plain);
        } finally {
            plain.flip();
        }
    }

    /** Does what a record asks for that had no data, such as a key update (RFC 8446, section 4.6.3). */
    private Status settle(SSLEngineResult result) throws IOException {
        ended |= result.getStatus() == Status.CLOSED;
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            throw new SSLException("Renegotiation is not supported");
        }
        if (ended) {
            end();
        } else if (result.bytesConsumed() > 0 && result.bytesProduced() == 0) {
            // Not put off: a client could have any number of answers pile up.
            answer();
        }
        return result.getStatus();
    }

    /** The answer to the client's end, which some clients wait for; one that is gone does not. */
    private void end() {
        try {
            finish();
        } catch (IOException e) {
            // All that it had to send is here.
        }
    }

    /** Sends what TLS itself has to say. */
    private void answer() throws IOException {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                && engine.wrap(NOTHING, outgoing).bytesProduced() > 0) {
            flush();
        }
    }

    private void fill() throws IOException {
        int count = channel.read(incoming);
        stall.received();
        if (count < 0) {
            throw new EOFException("The client ended the connection without ending TLS (close_notify) first");
        }
    }

    /** Has the client told what TLS failed for. */
    private SSLException told(SSLException failure) {
        try {
            answer();
        } catch (IOException e) {
            log.debug("The client could not be told why TLS failed", e);
        }
        return failure;
    }

    /** Ends TLS, so that the peer knows that it has everything; does not wait for the peer's own end. */
    void finish() throws IOException {
        if (!engine.isOutboundDone()) {
            consume();
            engine.closeOutbound();
            answer();
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            buffers.release(incoming);
            buffers.release(outgoing);
        }
    }
}
