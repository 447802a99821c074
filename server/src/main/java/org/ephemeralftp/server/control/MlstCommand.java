package org.ephemeralftp.server.control;

import java.io.IOException;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeFile;

/**
 * MLST (RFC 3659, section 7): tells the facts of one file or directory, of the working directory if none is named, in the
 * reply itself. Its line is that of an MLSD after a space, with the whole path.
 */
final class MlstCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException {
        session.resetState();
        String name = request.hasArgument() ? request.getArgument() : "";
        HomeFile file = FileArgument.named(session, name);
        if (EntryName.breaksLine(file.getAbsolutePath())) {
            throw new ReplyException(501, "A name with the end of a line in it cannot be told");
        }
        StringBuilder text = new StringBuilder("The facts are:\n ");
        try {
            MlsdLine.in(session).append(file.describe(), text);
        } catch (IOException e) {
            throw FileCommand.refused(550, request, e);
        }
        return reply(250, text.append("\nEnd").toString());
    }
}
