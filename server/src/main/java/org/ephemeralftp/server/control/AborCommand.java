package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/** ABOR (RFC 959, section 4.1.3), when no transfer is running: the data connection that was set up is given up. */
final class AborCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) {
        SessionData.of(session).setup().abort();
        return reply(226, "Nothing is being transferred");
    }
}
