package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/** CWD (RFC 959, section 4.1.1): makes another directory the working directory. */
final class CwdCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException {
        session.resetState();
        return changeTo(FileArgument.of(session, request).getAbsolutePath(), session);
    }

    /** {@code path} is absolute. */
    static FtpReply changeTo(String path, FtpIoSession session) throws ReplyException, FtpException {
        if (!session.getFileSystemView().changeWorkingDirectory(path)) {
            throw new ReplyException(550, path + ": no such directory");
        }
        return reply(250, "The working directory is " + path);
    }
}
