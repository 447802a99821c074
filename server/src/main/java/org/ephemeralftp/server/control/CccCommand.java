package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/**
 * CCC (RFC 2228, section 3, and RFC 4217, section 12.3): commands in clear again. It is for firewalls that want to read
 * along, and lets anybody in between send commands as the user that has logged in; so it is refused: 534.
 */
final class CccCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) {
        ControlTls tls = ControlTls.of(session);
        return tls == null || tls.session() == null
                ? reply(533, "There is no TLS that could end")
                : reply(534, "TLS lasts as long as the session");
    }
}
