package org.ephemeralftp.server.control;

import java.io.IOException;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeFile;

/** RNTO (RFC 959, section 4.1.3): gives what RNFR named its new name, and never one that is taken. */
final class RntoCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException {
        HomeFile from = (HomeFile) session.getRenameFrom();
        session.resetState();
        HomeFile to = FileArgument.of(session, request);
        if (from == null) {
            throw new ReplyException(503, "RNFR comes first, and nothing between");
        }
        try {
            from.renameTo(to);
            return reply(250, "It was renamed");
        } catch (IOException e) {
            throw FileCommand.refused(553, request, e);
        }
    }
}
