package org.ephemeralftp.server.control;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.data.Watchdog;
import org.ephemeralftp.server.proxy.ProxyHeader;
import org.ephemeralftp.server.proxy.ProxyHeaderException;
import org.ephemeralftp.server.proxy.ProxyHeaderParser;
import org.ephemeralftp.server.proxy.RefusalLog;
import org.ephemeralftp.server.proxy.TrustedProxies;

/**
 * Holds a session of a trusted proxy back until the header of the PROXY protocol has told whose it is: nothing behind this
 * filter knows of it before, and so the 220 goes out only then ("The receiver MUST NOT start processing the connection
 * before it receives a complete and valid PROXY protocol header", section 2). From anybody else no header is expected,
 * and one would be a bad command.
 */
final class ProxyHeaderFilter extends IoFilterAdapter {
    /** Section 2: "at least 3 seconds to cover a TCP retransmit". */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final AttributeKey AWAITED = new AttributeKey(ProxyHeaderFilter.class, "awaited");

    private final TrustedProxies proxies;
    private final Watchdog watchdog;
    private final int limit;
    private final RefusalLog refusals = new RefusalLog();
    private final AtomicInteger awaited = new AtomicInteger();

    /** {@code limit} is for all connections whose header has not come, and not for each proxy. */
    ProxyHeaderFilter(TrustedProxies proxies, Watchdog watchdog, int limit) {
        this.proxies = proxies;
        this.watchdog = watchdog;
        this.limit = limit;
    }

    /** A header that has not come yet. */
    private final class AwaitedHeader implements Watchdog.Watched {
        private final IoSession session;
        private final InetSocketAddress proxy;
        private final int port;
        private final ProxyHeaderParser parser = new ProxyHeaderParser();
        private final long deadline = System.nanoTime() + PATIENCE.toNanos();
        private final AtomicBoolean decided = new AtomicBoolean();

        AwaitedHeader(IoSession session, InetSocketAddress proxy) {
            this.session = session;
            this.proxy = proxy;
            port = ((InetSocketAddress) session.getLocalAddress()).getPort();
        }

        @Override
        public long nanosLeft(long now) {
            return deadline - now;
        }

        @Override
        public void expire() {
            refuse("its PROXY header did not come within " + PATIENCE.toSeconds() + " s");
        }

        /** Whether the header came before anything else happened to the connection. */
        boolean accept() {
            return decided.compareAndSet(false, true);
        }

        void refuse(String reason) {
            if (decided.compareAndSet(false, true)) {
                refusals.closed(proxy, port, reason);
                session.closeNow();
            }
        }
    }

    @Override
    public void sessionCreated(NextFilter next, IoSession session) throws Exception {
        InetSocketAddress peer = (InetSocketAddress) session.getRemoteAddress();
        if (!proxies.contains(peer.getAddress())) {
            next.sessionCreated(session);
            return;
        }
        AwaitedHeader header = new AwaitedHeader(session, peer);
        session.setAttribute(AWAITED, header);
        if (awaited.incrementAndGet() > limit) {
            header.refuse("there are " + limit + " connections already whose PROXY header has not come");
        } else {
            watchdog.watch(header);
        }
    }

    @Override
    public void sessionOpened(NextFilter next, IoSession session) throws Exception {
        if (awaited(session) == null) {
            next.sessionOpened(session);
        }
    }

    @Override
    public void messageReceived(NextFilter next, IoSession session, Object message) throws Exception {
        AwaitedHeader header = awaited(session);
        if (header == null) {
            next.messageReceived(session, message);
            return;
        }
        IoBuffer bytes = (IoBuffer) message;
        try {
            ProxyHeader said = header.parser.take(bytes.buf());
            if (said != null && header.accept()) {
                admit(next, session, said);
                if (bytes.hasRemaining()) {
                    next.messageReceived(session, bytes);
                }
            }
        } catch (ProxyHeaderException e) {
            header.refuse(String.valueOf(e.getMessage()));
        }
    }

    private void admit(NextFilter next, IoSession session, ProxyHeader header) {
        forget(session);
        if (header instanceof ProxyHeader.Relayed relayed) {
            ControlPeer.relayed(session, relayed);
        }
        next.sessionCreated(session);
        next.sessionOpened(session);
    }

    /** The proxy says no more. */
    @Override
    public void inputClosed(NextFilter next, IoSession session) throws Exception {
        AwaitedHeader header = awaited(session);
        if (header == null) {
            next.inputClosed(session);
        } else {
            header.refuse("it ended before its PROXY header did");
        }
    }

    @Override
    public void exceptionCaught(NextFilter next, IoSession session, Throwable cause) throws Exception {
        if (awaited(session) == null) {
            next.exceptionCaught(session, cause);
        } else {
            session.closeNow();
        }
    }

    @Override
    public void sessionClosed(NextFilter next, IoSession session) throws Exception {
        if (!forget(session)) {
            next.sessionClosed(session);
        }
    }

    private static @Nullable AwaitedHeader awaited(IoSession session) {
        return (AwaitedHeader) session.getAttribute(AWAITED);
    }

    /** Whether its header was awaited until now. */
    private boolean forget(IoSession session) {
        AwaitedHeader header = (AwaitedHeader) session.removeAttribute(AWAITED);
        if (header == null) {
            return false;
        }
        watchdog.forget(header);
        awaited.decrementAndGet();
        return true;
    }
}
