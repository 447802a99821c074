package org.ephemeralftp.server.control;

import java.io.IOException;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.files.HomeFile;
import org.ephemeralftp.server.files.NoSpaceException;

/** A command whose argument is the name of one file or directory. */
abstract class FileCommand extends ReplyCommand {
    private static final Logger log = LoggerFactory.getLogger(FileCommand.class);

    /** What the command does with the file; what fails there is refused with 550. */
    abstract FtpReply answer(FtpIoSession session, HomeFile file) throws IOException, ReplyException, FtpException;

    @Override
    final FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException {
        session.resetState();
        HomeFile file = FileArgument.of(session, request);
        try {
            return answer(session, file);
        } catch (IOException e) {
            throw refused(550, request, e);
        }
    }

    /** The reply to a failure that a file system had; a full disk is 452 whatever the command. */
    static ReplyException refused(int code, FtpRequest request, IOException failure) {
        if (failure instanceof NoSpaceException) {
            log.warn("{} failed: {}", request.getCommand(), failure.toString());
            return new ReplyException(452, failure);
        }
        log.debug("{} refused: {}", request.getCommand(), failure.toString());
        return new ReplyException(code, failure);
    }
}
