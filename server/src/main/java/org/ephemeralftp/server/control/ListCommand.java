package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpFile;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;

import org.ephemeralftp.server.files.HomeListing;

/** LIST (RFC 959, section 4.1.3): sends a directory's entries, or one file's, in the form of {@code ls -l}. */
final class ListCommand extends TransferCommand {
    @Override
    Task prepare(FtpIoSession session, FtpServerContext context, FtpRequest request)
            throws ReplyException, FtpException {
        HomeListing listing = ListArgument.of(session, request).open(HomeListing.Detail.WITH_OWNERS);
        return new ListingTask(listing, ListLine.now());
    }

    @Override
    FtpFile named(FtpIoSession session, FtpRequest request) throws FtpException {
        return ListArgument.of(session, request).file();
    }
}
