package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.DataType;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.Structure;
import org.apache.ftpserver.impl.FtpIoSession;

/**
 * REIN (RFC 959, section 4.1.1): the session is as it was right after the greeting: no user, default parameters, no
 * data connection set up. It would end TLS, too (RFC 4217, section 11), and is refused then: see CCC.
 */
final class ReinCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) {
        ControlTls tls = ControlTls.of(session);
        if (tls != null && tls.session() != null) {
            return reply(502, "TLS lasts as long as the session: QUIT, and connect again");
        }
        restart(session);
        return reply(220, "Service ready for new user");
    }

    /** Puts a session back to right after its greeting. */
    static void restart(FtpIoSession session) {
        SessionData data = SessionData.of(session);
        data.login().logOut();
        data.onlyEpsv(false);
        data.options().reset();
        session.setDataType(DataType.ASCII);
        session.setStructure(Structure.FILE);
    }
}
