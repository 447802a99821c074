package org.ephemeralftp.server.control;

import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.filter.ssl.SslFilter;

import org.ephemeralftp.server.tls.TlsContexts;
import org.ephemeralftp.server.tls.TlsSession;

/** Stub, until TLS of the control connection is there: AUTH TLS and AUTH SSL. */
final class AuthCommand extends ReplyCommand {
    private final TlsContexts contexts;

    AuthCommand(TlsContexts contexts) {
        this.contexts = contexts;
    }

    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws FtpException {
        FtpReply reply = reply(234, "AUTH okay");
        TlsSession tls = contexts.session();
        try {
            SslFilter filter = new SslFilter(SSLContext.getDefault()) {
                @Override
                protected SSLEngine createEngine(IoSession io, InetSocketAddress address) {
                    return tls.controlEngine();
                }

                @Override
                public void filterWrite(NextFilter next, IoSession io, WriteRequest write) throws Exception {
                    if (write.getOriginalMessage() == reply) {
                        next.filterWrite(io, write);
                    } else {
                        super.filterWrite(next, io, write);
                    }
                }
            };
            session.getFilterChain().addFirst("tls", filter);
        } catch (Exception e) {
            throw new FtpException(e.toString(), e);
        }
        SessionData data = SessionData.of(session);
        data.tls(tls);
        data.setSecure("SSL".equals(request.getArgument()));
        return reply;
    }
}
