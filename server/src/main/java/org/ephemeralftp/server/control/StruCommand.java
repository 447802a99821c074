package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/**
 * STRU (RFC 959, section 4.1.2): only files without a structure. Records are for systems whose files have them (RFC 1123,
 * section 4.1.2.13), and pages for none (section 4.1.2.3).
 */
final class StruCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException {
        if (!request.hasArgument()) {
            throw new ReplyException(501, "STRU takes an argument: F");
        }
        if (!request.getArgument().strip().equalsIgnoreCase("F")) {
            throw new ReplyException(504, "Only STRU F is supported");
        }
        return reply(200, "Structure is file");
    }
}
