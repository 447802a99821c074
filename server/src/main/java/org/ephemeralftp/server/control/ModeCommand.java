package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/** MODE (RFC 959, section 5.1): only stream mode, the one every client speaks. */
final class ModeCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException {
        if (!request.hasArgument()) {
            throw new ReplyException(501, "MODE takes an argument: S");
        }
        if (!request.getArgument().strip().equalsIgnoreCase("S")) {
            throw new ReplyException(504, "Only MODE S is supported");
        }
        return reply(200, "Mode is stream");
    }
}
