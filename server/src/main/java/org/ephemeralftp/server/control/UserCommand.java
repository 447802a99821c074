package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/**
 * USER (RFC 959, section 4.1.1): whose password comes next. 331 for every name, whether it is anybody's or not.
 *
 * <p>It may come at any time, and begins a new login: who was logged in is logged out at once, and nothing of that login
 * remains, while TYPE, MODE, STRU and EPSV ALL stay as they are. (The stock command answers 530 and closes the
 * connection.) Without a name it changes nothing but that PASS has none.
 */
final class UserCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException {
        String name = request.getArgument();
        if (name == null) {
            throw new ReplyException(501, "USER needs a name");
        }
        SessionData.of(session).login().begin(name);
        return reply(331, "Send the password with PASS");
    }
}
