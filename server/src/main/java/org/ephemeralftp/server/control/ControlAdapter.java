package org.ephemeralftp.server.control;

import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.ftpserver.listener.nio.FtpHandlerAdapter;
import org.apache.mina.core.session.IoSession;

/** The stock adapter from MINA's events to the handler, for commands instead of lines. */
final class ControlAdapter extends FtpHandlerAdapter {
    private final FtpServerContext context;
    private final ControlHandler handler;

    ControlAdapter(FtpServerContext context, ControlHandler handler) {
        super(context, handler);
        this.context = context;
        this.handler = handler;
    }

    @Override
    public void messageReceived(IoSession session, Object message) throws Exception {
        handler.messageReceived(new FtpIoSession(session, context), (ControlRequest) message);
    }
}
