package org.ephemeralftp.server.control;

import java.io.IOException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeFile;

/** DELE (RFC 959, section 4.1.3): deletes a file. */
final class DeleCommand extends FileCommand {
    @Override
    FtpReply answer(FtpIoSession session, HomeFile file) throws IOException {
        file.deleteFile();
        return reply(250, "The file was deleted");
    }
}
