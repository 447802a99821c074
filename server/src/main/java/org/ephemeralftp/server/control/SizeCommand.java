package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.DataType;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeFile;

/**
 * SIZE (RFC 3659, section 4): how many bytes a RETR would send. In TYPE A that is not the size of the file, and the file
 * would have to be read to tell it, so the answer is no.
 */
final class SizeCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException {
        session.resetState();
        HomeFile file = FileArgument.existing(session, request);
        if (session.getDataType() == DataType.ASCII) {
            throw new ReplyException(550, "SIZE is not told in TYPE A, where line ends change it: use TYPE I");
        }
        return reply(213, String.valueOf(file.getSize()));
    }
}
