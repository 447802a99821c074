package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;

/**
 * The adapter from MINA's events to the handler, for command lines that the out-of-band filter has read. The stock one
 * would make its own sessions, which know nothing of a proxy.
 */
final class ControlAdapter extends IoHandlerAdapter {
    private final FtpServerContext context;
    private final ControlHandler handler;

    ControlAdapter(FtpServerContext context, ControlHandler handler) {
        this.context = context;
        this.handler = handler;
    }

    private ControlSession of(IoSession session) {
        return new ControlSession(session, context);
    }

    @Override
    public void sessionCreated(IoSession session) throws Exception {
        handler.sessionCreated(of(session));
    }

    @Override
    public void sessionOpened(IoSession session) throws Exception {
        handler.sessionOpened(of(session));
    }

    @Override
    public void sessionClosed(IoSession session) throws Exception {
        handler.sessionClosed(of(session));
    }

    @Override
    public void messageReceived(IoSession session, Object message) throws Exception {
        handler.messageReceived(of(session), (ControlRequest) message);
    }

    @Override
    public void messageSent(IoSession session, Object message) throws Exception {
        handler.messageSent(of(session), (FtpReply) message);
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) throws Exception {
        handler.exceptionCaught(of(session), cause);
    }
}
