package org.ephemeralftp.server.control;

import java.io.IOException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeFile;

/** MDTM (RFC 3659, section 3): tells when a file, or a directory, was last modified, in UTC. */
final class MdtmCommand extends FileCommand {
    @Override
    FtpReply answer(FtpIoSession session, HomeFile file) throws IOException {
        StringBuilder time = new StringBuilder();
        FileTimes.appendUtc(file.describe().lastModifiedMillis(), time);
        return reply(213, time.toString());
    }
}
