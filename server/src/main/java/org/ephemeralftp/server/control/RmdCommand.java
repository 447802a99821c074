package org.ephemeralftp.server.control;

import java.io.IOException;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeFile;

/** RMD (RFC 959, section 4.1.3): removes an empty directory, unless it is the working directory. */
final class RmdCommand extends FileCommand {
    @Override
    FtpReply answer(FtpIoSession session, HomeFile directory) throws IOException, ReplyException, FtpException {
        if (directory.equals(session.getFileSystemView().getWorkingDirectory())) {
            throw new ReplyException(550, "This is the working directory");
        }
        directory.deleteDirectory();
        return reply(250, "The directory was removed");
    }
}
