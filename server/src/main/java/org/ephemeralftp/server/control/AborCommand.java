package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/**
 * ABOR (RFC 959, section 4.1.3), when its turn comes: the data connection that was set up is given up. A transfer before
 * it was ended when ABOR arrived, by {@link CommandsInFlight}, and has answered 426.
 */
final class AborCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) {
        SessionData.of(session).setup().abort();
        return reply(226, "ABOR okay, nothing is being transferred");
    }
}
