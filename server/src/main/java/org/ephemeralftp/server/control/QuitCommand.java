package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/**
 * QUIT (RFC 959, section 4.1.1): ends the session, after the transfer before it because commands run in order. What the
 * client sent behind it is not carried out.
 */
final class QuitCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) {
        SessionData.of(session).inFlight().end();
        return reply(221, "Goodbye");
    }

    @Override
    void answered(FtpIoSession session) {
        session.closeOnFlush();
    }
}
