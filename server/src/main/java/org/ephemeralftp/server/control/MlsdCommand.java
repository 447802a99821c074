package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeFile;
import org.ephemeralftp.server.files.HomeListing;

/**
 * MLSD (RFC 3659, section 7): sends a directory's entries with the facts that OPTS MLST selected. The argument is a
 * directory's name, and neither an option nor a pattern.
 */
final class MlsdCommand extends TransferCommand {
    @Override
    Task prepare(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException {
        String name = request.hasArgument() ? request.getArgument() : "";
        HomeFile directory = FileArgument.named(session, name);
        HomeListing listing = ListArgument.openDirectory(
                directory,
                entry -> true,
                HomeListing.Detail.BRIEF,
                new ReplyException(501, "MLSD lists directories, use MLST for a file"));
        return new ListingTask(directory.getAbsolutePath(), listing, MlsdLine.in(session));
    }
}
