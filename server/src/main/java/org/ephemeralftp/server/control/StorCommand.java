package org.ephemeralftp.server.control;

import java.time.Duration;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeFile;

/**
 * STOR (RFC 959, section 4.1.3): receives a file, which replaces what has its name in one step, once it is whole. From an
 * offset that REST named (RFC 3659, section 5) it is written in place, because the rest of it is there.
 */
final class StorCommand extends TransferCommand {
    private final Duration grace;

    /** {@code grace} is how long an upload that replaces a file waits for the end of its control connection. */
    StorCommand(Duration grace) {
        this.grace = grace;
    }

    @Override
    Task prepare(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException {
        HomeFile file = FileArgument.of(session, request);
        return session.getFileOffset() > 0
                ? UploadTask.fromOffset(session, file)
                : UploadTask.prepare(session, file, HomeFile::replace, null).withGraceToReplace(grace);
    }
}
