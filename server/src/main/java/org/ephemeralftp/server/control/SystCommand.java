package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/** SYST (RFC 959, section 4.1.3): what clients take as a promise that LIST looks as {@code ls -l} does. */
final class SystCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) {
        return reply(215, "UNIX Type: L8");
    }
}
