package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.DataType;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.Structure;
import org.apache.ftpserver.impl.FtpIoSession;

/**
 * REIN (RFC 959, section 4.1.1): the session is as it was right after the greeting: no user, default parameters, no
 * data connection set up.
 */
final class ReinCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) {
        SessionData data = SessionData.of(session);
        data.setup().abort();
        data.onlyEpsv(false);
        data.protection().reset();
        session.reinitialize();
        session.setLanguage(null);
        session.setDataType(DataType.ASCII);
        session.setStructure(Structure.FILE);
        return reply(220, "Service ready for new user");
    }
}
