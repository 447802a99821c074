package org.ephemeralftp.server.control;

import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;

/**
 * Sees on the I/O thread that TLS was asked for: from then on, no command that was sent in clear goes any further. They
 * would be carried out as if they had been sent under TLS, whoever put them there.
 */
final class AuthFilter extends IoFilterAdapter {
    @Override
    public void messageReceived(NextFilter next, IoSession session, Object message) throws Exception {
        ControlTls tls = ControlTls.of(session);
        if (tls == null || tls.admits((ControlRequest) message)) {
            next.messageReceived(session, message);
        }
    }
}
