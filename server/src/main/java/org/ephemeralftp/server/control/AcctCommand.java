package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/**
 * ACCT (RFC 959, section 4.1.1): names an account beside the user. There is no such thing here: 332 and 532 never ask for
 * it, and it is superfluous wherever it comes (section 4.2, 202).
 */
final class AcctCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) {
        return reply(202, "ACCT is not needed");
    }
}
