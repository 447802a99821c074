package org.ephemeralftp.server.control;

import java.io.IOException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeFile;

/** MKD (RFC 959, section 4.1.3 and appendix II): makes a directory and tells its whole path, in quotation marks. */
final class MkdCommand extends FileCommand {
    @Override
    FtpReply answer(FtpIoSession session, HomeFile directory) throws IOException {
        directory.makeDirectory();
        return reply(257, PathText.quoted(directory) + " was made");
    }
}
