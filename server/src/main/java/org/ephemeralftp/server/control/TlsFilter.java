package org.ephemeralftp.server.control;

import java.util.function.IntPredicate;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;

import org.ephemeralftp.server.data.Watchdog;
import org.ephemeralftp.server.tls.TlsContexts;

/**
 * Where TLS is or will be on the way of each session's bytes: the events of a session go to its {@link ControlTls}.
 *
 * <p>MINA's own filter does not do: it looks up the names of clients, hands on what it deciphers from several threads, loses
 * replies when more than 64 of them wait, closes without a close_notify, and lets clients renegotiate.
 */
final class TlsFilter extends IoFilterAdapter {
    private final TlsContexts contexts;
    private final Watchdog watchdog;
    private final IntPredicate implicit;

    /** {@code implicit} tells the port on which TLS begins with the first byte. */
    TlsFilter(TlsContexts contexts, Watchdog watchdog, IntPredicate implicit) {
        this.contexts = contexts;
        this.watchdog = watchdog;
        this.implicit = implicit;
    }

    @Override
    public void sessionCreated(NextFilter next, IoSession session) throws Exception {
        int port = ControlPeer.of(session).bound().getPort();
        ControlTls.attach(session, contexts, watchdog, implicit.test(port));
        next.sessionCreated(session);
    }

    @Override
    public void messageReceived(NextFilter next, IoSession session, Object message) throws Exception {
        ControlTls tls = ControlTls.of(session);
        if (tls == null) {
            next.messageReceived(session, message);
        } else {
            tls.received(next, (IoBuffer) message);
        }
    }

    @Override
    public void filterWrite(NextFilter next, IoSession session, WriteRequest request) throws Exception {
        ControlTls tls = ControlTls.of(session);
        if (tls == null && implicit.test(ControlPeer.of(session).bound().getPort())) {
            // It was not admitted. Where TLS begins with the first byte nothing is said in clear, and a handshake is
            // too
            // much for who is turned away.
            request.getFuture().setWritten();
        } else if (tls == null) {
            next.filterWrite(session, request);
        } else {
            tls.write(next, request);
        }
    }

    /** What TLS itself has sent is nobody else's. */
    @Override
    public void messageSent(NextFilter next, IoSession session, WriteRequest request) throws Exception {
        ControlTls tls = ControlTls.of(session);
        if (tls == null || tls.sent(request)) {
            next.messageSent(session, request);
        }
    }

    @Override
    public void filterClose(NextFilter next, IoSession session) throws Exception {
        ControlTls tls = ControlTls.of(session);
        if (tls != null) {
            tls.closing();
        }
        next.filterClose(session);
    }

    /** Also when it was not us who closed. */
    @Override
    public void sessionClosed(NextFilter next, IoSession session) throws Exception {
        ControlTls tls = ControlTls.of(session);
        if (tls != null) {
            tls.closing();
        }
        next.sessionClosed(session);
    }
}
