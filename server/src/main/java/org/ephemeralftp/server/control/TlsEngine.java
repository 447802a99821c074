package org.ephemeralftp.server.control;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * An {@link SSLEngine} of the server's side with the bytes that wait for it. It has no lock of its own, and knows nothing of
 * the connection.
 */
final class TlsEngine {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int RECORD_OVERHEAD = 256;

    private final SSLEngine engine;
    /** What was received of a record that is not complete. Between the calls it is ready to be read. */
    private ByteBuffer received = NOTHING;

    private boolean handshakeDone;

    TlsEngine(SSLEngine engine) {
        this.engine = engine;
    }

    /** Takes what was received; it is deciphered by {@link #next}. */
    void receive(ByteBuffer bytes) {
        ByteBuffer all = ByteBuffer.allocate(received.remaining() + bytes.remaining());
        received = all.put(received).put(bytes).flip();
    }

    /**
     * Goes on until there is text, or something to send, or more must be received.
     *
     * @return the text; empty if there is something to send; null if more must be received
     * @throws SSLException if the client does not speak TLS as we do
     */
    @Nullable
    ByteBuffer next() throws SSLException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> {
                    return NOTHING;
                }
                default -> {
                    ByteBuffer text = ByteBuffer.allocate(received.remaining());
                    SSLEngineResult result = engine.unwrap(received, text);
                    if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                        // The engine reckons with all of a record, also when it is yet to come.
                        text = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
                        result = engine.unwrap(received, text);
                    }
                    look(result);
                    if (text.position() > 0) {
                        return text.flip();
                    }
                    if (result.bytesConsumed() == 0 && !isBusy()) {
                        return null;
                    }
                }
            }
        }
    }

    private boolean isBusy() {
        HandshakeStatus status = engine.getHandshakeStatus();
        return status == HandshakeStatus.NEED_TASK || status == HandshakeStatus.NEED_WRAP;
    }

    /** They take processor time and wait for nothing. */
    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** A second handshake on one connection has been a source of attacks only; TLS 1.3 has none (RFC 8446, section 4.1.2). */
    private void look(SSLEngineResult result) throws SSLException {
        HandshakeStatus status = result.getHandshakeStatus();
        boolean handshaking = status == HandshakeStatus.NEED_TASK
                || status == HandshakeStatus.NEED_WRAP
                || status == HandshakeStatus.NEED_UNWRAP;
        if (handshakeDone
                && handshaking
                && result.getStatus() == Status.OK
                && engine.getSession().getProtocol().equals("TLSv1.2")) {
            throw new SSLException("The client wants to renegotiate");
        }
        handshakeDone |= status == HandshakeStatus.FINISHED;
    }

    /**
     * What TLS itself has to send: of the handshake, an answer, or the alert that tells what is wrong.
     *
     * @return empty if there is nothing
     */
    ByteBuffer toSend() throws SSLException {
        ByteBuffer records = NOTHING;
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            SSLEngineResult result = engine.wrap(NOTHING, record);
            handshakeDone |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
            records = joined(records, record.flip());
            if (result.bytesProduced() == 0) {
                break;
            }
        }
        return records;
    }

    /** Enciphers. */
    ByteBuffer wrap(ByteBuffer text) throws SSLException {
        ByteBuffer records = NOTHING;
        while (text.hasRemaining()) {
            ByteBuffer record = ByteBuffer.allocate(
                    Math.min(engine.getSession().getPacketBufferSize(), text.remaining() + RECORD_OVERHEAD));
            SSLEngineResult result = engine.wrap(text, record);
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
                result = engine.wrap(text, record);
            }
            if (result.getStatus() != Status.OK || result.bytesProduced() == 0) {
                throw new SSLException("TLS was ended");
            }
            records = joined(records, record.flip());
        }
        return records;
    }

    private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
        return first.hasRemaining()
                ? ByteBuffer.allocate(first.remaining() + second.remaining())
                        .put(first)
                        .put(second)
                        .flip()
                : second;
    }

    boolean isHandshakeDone() {
        return handshakeDone;
    }

    /** Whether the client has said that it sends no more. */
    boolean isEndedByClient() {
        return engine.isInboundDone();
    }

    /** The close_notify that ends what we send (RFC 8446, section 6.1); empty if that was sent. */
    ByteBuffer end() throws SSLException {
        engine.closeOutbound();
        return toSend();
    }

    /** Protocol and ciphers. */
    @Override
    public String toString() {
        return engine.getSession().getProtocol() + " " + engine.getSession().getCipherSuite();
    }
}
