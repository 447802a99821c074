package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeFile;

/**
 * APPE (RFC 959, section 4.1.3): receives what is to follow a file, and makes the file if there is none. It is written in
 * place, so that what came stays when the transfer breaks. An offset that REST named (RFC 3659, section 5) takes the
 * place of the end.
 */
final class AppeCommand extends TransferCommand {
    @Override
    Task prepare(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException {
        HomeFile file = FileArgument.of(session, request);
        return session.getFileOffset() > 0
                ? UploadTask.fromOffset(session, file)
                : UploadTask.prepare(session, file, HomeFile::append, "The file is written in place, at its end");
    }
}
