package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeFile;

/** PWD (RFC 959, section 4.1.3 and appendix II): tells the working directory, in quotation marks. */
final class PwdCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws FtpException {
        session.resetState();
        HomeFile directory = (HomeFile) session.getFileSystemView().getWorkingDirectory();
        return reply(257, PathText.quoted(directory) + " is the working directory");
    }
}
