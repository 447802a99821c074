package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeListing;

/** LIST (RFC 959, section 4.1.3): sends a directory's entries, or one file's, in the form of {@code ls -l}. */
final class ListCommand extends TransferCommand {
    @Override
    Task prepare(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException {
        ListArgument argument = ListArgument.of(session, request);
        HomeListing listing = argument.open(HomeListing.Detail.WITH_OWNERS);
        return new ListingTask(argument.path(), listing, ListLine.now());
    }

    @Override
    String name(FtpRequest request) {
        return ListArgument.withoutOptions(super.name(request));
    }
}
