package org.ephemeralftp.server.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.net.ssl.SSLException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.DefaultWriteRequest;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.core.write.WriteToClosedSessionException;
import org.apache.mina.transport.socket.nio.NioSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.data.Watchdog;
import org.ephemeralftp.server.tls.SessionReuse;
import org.ephemeralftp.server.tls.TlsContexts;
import org.ephemeralftp.server.tls.TlsMode;
import org.ephemeralftp.server.tls.TlsSession;

/**
 * TLS of one control connection (RFC 4217): from clear text over AUTH and the handshake to ciphered text.
 *
 * <p>What is received is the I/O thread's alone; it deciphers, too. What is sent comes from many threads: the lock keeps
 * records in the order in which they were enciphered, and the go-ahead to AUTH the last thing that is sent in clear.
 */
final class ControlTls implements Watchdog.Watched {
    private static final Logger log = LoggerFactory.getLogger(ControlTls.class);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final AttributeKey KEY = new AttributeKey(ControlTls.class, "tls");

    /** TLS answers some of a client's records; one that does not read the answers is not served. */
    private static final int MOST_UNREAD_BYTES = 64 * 1024;

    private enum Stage {
        CLEAR,
        /** AUTH came: replies still go out in clear, but nothing is taken in clear any more. */
        ASKED,
        HANDSHAKE,
        SECURED,
        ENDED
    }

    /** What TLS itself sends, for which no reply stands. */
    private static final class Records extends DefaultWriteRequest {
        Records(ByteBuffer records) {
            super(IoBuffer.wrap(records));
        }
    }

    private final IoSession session;
    private final TlsContexts contexts;
    private final Watchdog watchdog;
    private final boolean implicit;

    private Stage stage = Stage.CLEAR;
    private @Nullable TlsEngine engine;
    private @Nullable FtpReply goAhead;
    /** Replies that wait for the end of the handshake. */
    private final Queue<WriteRequest> waiting = new ArrayDeque<>();

    /** How much was handed on and is not sent yet. */
    private int underway;

    private volatile @Nullable TlsSession tls;
    private volatile long handshakeEnds;
    private final ClearText clearText = new ClearText();
    /** The I/O thread's alone, as is the next. */
    private boolean deciphering;

    private boolean endTold;

    private ControlTls(IoSession session, TlsContexts contexts, Watchdog watchdog, boolean implicit) {
        this.session = session;
        this.contexts = contexts;
        this.watchdog = watchdog;
        this.implicit = implicit;
    }

    /** Gives a new session its TLS, which begins at once if it is implicit. */
    static void attach(IoSession session, TlsContexts contexts, Watchdog watchdog, boolean implicit) {
        ControlTls attached = new ControlTls(session, contexts, watchdog, implicit);
        session.setAttribute(KEY, attached);
        if (implicit) {
            attached.begin();
        }
    }

    /** TLS of a session; null if the server has none, or has not admitted the session. */
    static @Nullable ControlTls of(IoSession session) {
        return (ControlTls) session.getAttribute(KEY);
    }

    private synchronized void begin() {
        prepare();
        clearText.neverBegins();
        beginHandshake();
    }

    private void prepare() {
        TlsSession made = contexts.session();
        engine = new TlsEngine(made.controlEngine());
        tls = made;
    }

    private void beginHandshake() {
        stage = Stage.HANDSHAKE;
        handshakeEnds = System.nanoTime() + contexts.config().handshakeTimeout().toNanos();
        watchdog.watch(this);
    }

    /** What data connections of this session are to use; null while commands are sent in clear. */
    @Nullable
    TlsSession session() {
        return tls;
    }

    /** Whether TLS began with the first byte. */
    boolean isImplicit() {
        return implicit;
    }

    /** Whether the server wants TLS of everybody. */
    boolean isRequired() {
        return contexts.config().mode() == TlsMode.REQUIRED;
    }

    /** Whether data connections must resume a TLS session of this control connection. */
    boolean isReuseRequired() {
        return contexts.config().sessionReuse() == SessionReuse.REQUIRE;
    }

    /** Whether AUTH came, or TLS begins by itself: nothing is taken in clear. */
    boolean wasAskedFor() {
        return clearText.isOver();
    }

    /** Whether something was sent in clear after AUTH. */
    boolean wasInjected() {
        return clearText.isInjected();
    }

    /** Has everything be TLS that comes after this reply. */
    synchronized void startAfter(FtpReply reply) {
        prepare();
        goAhead = reply;
    }

    /**
     * Looks at a command on the I/O thread.
     *
     * @return whether it is to be carried out; if not, it never is
     */
    boolean admits(ControlRequest request) {
        if (clearText.isOver() && !deciphering) {
            clearText.refuse();
            return false;
        }
        if (tls != null || !AuthCommand.asksForTls(request)) {
            return true;
        }
        synchronized (this) {
            stage = Stage.ASKED;
        }
        // Told of right behind AUTH itself: what came together with it was received, and is looked at after it.
        clearText.ends(LineDecoder.hasMore(session));
        return true;
    }

    /** What the network brought. */
    void received(NextFilter next, IoBuffer bytes) {
        switch (stage()) {
            case CLEAR -> next.messageReceived(session, bytes);
            case ASKED -> clearText.refuse();
            case HANDSHAKE, SECURED -> decipher(next, bytes);
            case ENDED -> {}
        }
    }

    private synchronized Stage stage() {
        return stage;
    }

    private void decipher(NextFilter next, IoBuffer bytes) {
        try {
            for (ByteBuffer text = text(next, bytes.buf()); text != null; text = text(next, NOTHING)) {
                deciphering = true;
                next.messageReceived(session, IoBuffer.wrap(text));
            }
        } catch (SSLException e) {
            fail(next, e);
        } finally {
            deciphering = false;
        }
        if (isEndedByClient() && !endTold) {
            endTold = true;
            next.inputClosed(session);
        }
    }

    /** Takes what was received, and goes on until there is text; null if there is none for now. */
    private synchronized @Nullable ByteBuffer text(NextFilter next, ByteBuffer bytes) throws SSLException {
        if (engine == null || stage == Stage.ENDED) {
            return null;
        }
        engine.receive(bytes);
        ByteBuffer text = engine.next();
        while (text != null && !text.hasRemaining()) {
            text = send(next, engine.toSend()) ? engine.next() : null;
        }
        if (stage == Stage.HANDSHAKE && engine.isHandshakeDone()) {
            finishHandshake(next, engine);
        }
        return text;
    }

    private boolean send(NextFilter next, ByteBuffer records) throws SSLException {
        if (session.getScheduledWriteBytes() > MOST_UNREAD_BYTES) {
            throw new SSLException("The client does not read what it asks for");
        }
        if (records.hasRemaining()) {
            underway++;
            next.filterWrite(session, new Records(records));
            return true;
        }
        return false;
    }

    private void finishHandshake(NextFilter next, TlsEngine finished) {
        log.debug("{} uses {}", session, finished);
        watchdog.forget(this);
        LineDecoder.reset(session);
        stage = Stage.SECURED;
        for (WriteRequest request = waiting.poll(); request != null; request = waiting.poll()) {
            encipher(next, request, finished);
        }
    }

    private synchronized boolean isEndedByClient() {
        return engine != null && engine.isEndedByClient();
    }

    /** The client does not speak TLS, or not as we do. It is told why, in TLS's own words. */
    private synchronized void fail(NextFilter next, SSLException failure) {
        log.info("TLS with {} failed: {}", ControlPeer.of(session).client(), failure.getMessage());
        try {
            if (engine != null) {
                send(next, engine.toSend());
            }
        } catch (SSLException e) {
            log.debug("{} could not be told", session, e);
        }
        end();
        session.closeOnFlush();
    }

    /** Sends a reply, in clear or not. */
    synchronized void write(NextFilter next, WriteRequest request) {
        switch (stage) {
            case CLEAR, ASKED -> {
                if (goAhead != null && request.getOriginalMessage() == goAhead) {
                    beginHandshake();
                }
                underway++;
                next.filterWrite(session, request);
            }
            case HANDSHAKE -> waiting.add(request);
            case SECURED -> encipher(next, request, engine);
            case ENDED -> refuse(request);
        }
    }

    private void encipher(NextFilter next, WriteRequest request, @Nullable TlsEngine with) {
        try {
            ByteBuffer text = ((IoBuffer) request.getMessage()).buf();
            request.setMessage(IoBuffer.wrap(with == null ? text : with.wrap(text)));
            underway++;
            next.filterWrite(session, request);
        } catch (SSLException e) {
            // The client has ended TLS, and with it what it can be told.
            refuse(request);
        }
    }

    private static void refuse(WriteRequest request) {
        request.getFuture().setException(new WriteToClosedSessionException(request));
    }

    /** Something was sent; whether that was a reply. */
    synchronized boolean sent(WriteRequest request) {
        underway--;
        return !(request instanceof Records);
    }

    /**
     * The connection is about to be closed. After the last reply a close_notify says that nothing was cut off (RFC 4217,
     * section 12.7); the queue that replies go by is closed by now.
     */
    synchronized void closing() {
        if (stage == Stage.SECURED && engine != null && underway == 0) {
            try {
                ((NioSession) session).getChannel().write(engine.end());
            } catch (IOException e) {
                log.debug("{} was gone before it could be told the end", session, e);
            }
        }
        end();
    }

    private void end() {
        stage = Stage.ENDED;
        watchdog.forget(this);
        for (WriteRequest request = waiting.poll(); request != null; request = waiting.poll()) {
            refuse(request);
        }
    }

    @Override
    public long nanosLeft(long now) {
        return handshakeEnds - now;
    }

    /** The handshake takes too long. */
    @Override
    public void expire() {
        if (stage() == Stage.HANDSHAKE) {
            log.info(
                    "{} did not finish its TLS handshake",
                    ControlPeer.of(session).client());
            session.closeNow();
        }
    }
}
