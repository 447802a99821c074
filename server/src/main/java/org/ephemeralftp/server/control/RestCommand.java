package org.ephemeralftp.server.control;

import java.util.regex.Pattern;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/**
 * REST (RFC 3659, section 5): names the byte at which the next transfer begins. Commands that set up that transfer may
 * come between; whether the file is that long is seen by the transfer command.
 */
final class RestCommand extends ReplyCommand {
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException {
        session.resetState();
        if (!request.hasArgument() || !NUMBER.matcher(request.getArgument()).matches()) {
            throw new ReplyException(501, "REST takes the number of a byte, from 0 on");
        }
        long offset;
        try {
            offset = Long.parseLong(request.getArgument());
        } catch (NumberFormatException e) {
            throw new ReplyException(501, "No file is that long: the largest number is " + Long.MAX_VALUE);
        }
        session.setFileOffset(offset);
        return reply(350, "Restarting at " + offset + ", send STOR or RETR to initiate the transfer");
    }
}
