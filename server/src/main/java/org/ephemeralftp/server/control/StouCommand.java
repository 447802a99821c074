package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeFile;

/**
 * STOU (RFC 959, section 4.1.3): receives a file under a name that nobody else has, and tells it in the 150 in the form of
 * RFC 1123, section 4.1.2.9. An argument, which RFC 959 does not know and many clients send, is the directory it is to be
 * in, or how the name begins.
 */
final class StouCommand extends TransferCommand {
    @Override
    Task prepare(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException {
        HomeFile named = request.hasArgument()
                ? FileArgument.of(session, request)
                : (HomeFile) session.getFileSystemView().getWorkingDirectory();
        HomeFile file = named.unique();
        if (session.getFileOffset() > 0) {
            throw new ReplyException(554, "STOU makes a new file, which has no offset to begin at");
        }
        return UploadTask.prepare(session, file, HomeFile::create, "FILE: " + file.getAbsolutePath());
    }
}
