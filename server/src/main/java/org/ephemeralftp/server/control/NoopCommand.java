package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/** NOOP (RFC 959, section 4.1.3): does nothing. Beside a transfer {@link CommandsInFlight} answers it. */
final class NoopCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) {
        return reply(200, "NOOP okay");
    }
}
