package org.ephemeralftp.server.control;

import java.io.IOException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeFile;

/**
 * RNFR (RFC 959, section 4.1.3): names what is to be renamed. It must be followed immediately by RNTO: whatever command
 * comes next, {@link ControlHandler} has it forgotten afterwards.
 */
final class RnfrCommand extends FileCommand {
    @Override
    FtpReply answer(FtpIoSession session, HomeFile file) throws IOException {
        file.requireRenamable();
        session.setRenameFrom(file);
        return reply(350, "It is there, RNTO tells its new name");
    }
}
