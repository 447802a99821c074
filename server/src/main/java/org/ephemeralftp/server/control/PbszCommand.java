package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/**
 * PBSZ (RFC 2228, section 3): the size of protection buffers, a number of 32 bits. TLS has none, so that the answer is 0
 * whatever was asked for (RFC 4217, section 9), but PROT needs it first, and it needs AUTH.
 */
final class PbszCommand extends ReplyCommand {
    private static final int DIGITS = 10;
    private static final long MOST = 0xFFFF_FFFFL;

    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException {
        SessionData data = SessionData.of(session);
        if (data.tls() == null) {
            throw new ReplyException(503, "PBSZ needs TLS on the control connection: use AUTH TLS first");
        }
        if (!request.hasArgument() || !isSize(request.getArgument())) {
            throw new ReplyException(501, "PBSZ takes a number of 32 bits: 0");
        }
        data.protection().bufferSizeSet();
        return reply(200, "PBSZ=0");
    }

    private static boolean isSize(String argument) {
        return argument.matches("[0-9]{1," + DIGITS + "}") && Long.parseLong(argument) <= MOST;
    }
}
