package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/** CDUP (RFC 959, section 4.1.1): a CWD to the parent directory; that of the root is the root. */
final class CdupCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException {
        session.resetState();
        return CwdCommand.changeTo(session.getFileSystemView().getFile("..").getAbsolutePath(), session);
    }
}
