package org.ephemeralftp.server.control;

import java.util.regex.Pattern;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/** ALLO (RFC 959, section 4.1.3): superfluous here, because no file system asks for room beforehand. */
final class AlloCommand extends ReplyCommand {
    private static final Pattern ARGUMENT = Pattern.compile("\\d+( R \\d+)?", Pattern.CASE_INSENSITIVE);

    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException {
        if (!request.hasArgument() || !ARGUMENT.matcher(request.getArgument()).matches()) {
            throw new ReplyException(501, "ALLO takes a number of bytes");
        }
        return reply(202, "No room needs to be allocated");
    }
}
