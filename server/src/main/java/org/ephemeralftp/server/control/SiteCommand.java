package org.ephemeralftp.server.control;

import java.util.Locale;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/** SITE (RFC 959, section 4.1.3; RFC 1123, section 4.1.2.8): what a server has of its own, which here is nothing. */
final class SiteCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException {
        if (!request.hasArgument()) {
            throw new ReplyException(501, "SITE takes a command: HELP");
        }
        // Without what was asked for: other servers have passwords changed like this.
        if (!request.getArgument().strip().toUpperCase(Locale.ROOT).matches("HELP( .*)?")) {
            throw new ReplyException(501, "The only SITE command is HELP");
        }
        return reply(214, "The only SITE command is HELP");
    }
}
