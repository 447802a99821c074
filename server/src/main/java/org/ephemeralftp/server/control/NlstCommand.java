package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeListing;

/**
 * NLST (RFC 959, section 4.1.3): sends names and nothing else. Each can be the argument of RETR and the like as it
 * stands (RFC 1123, section 4.1.2.7), so it has the directory in front that the client named.
 */
final class NlstCommand extends TransferCommand {
    @Override
    Task prepare(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException {
        ListArgument argument = ListArgument.of(session, request);
        HomeListing listing = argument.open(HomeListing.Detail.BRIEF);
        if (!listing.isOfDirectory()) {
            return new ListingTask(
                    argument.path(), listing, (entry, line) -> EntryName.appendInOneLine(argument.text(), line));
        }
        String prefix = argument.directoryPrefix();
        return new ListingTask(argument.path(), listing, (entry, line) -> {
            EntryName.appendInOneLine(prefix, line);
            EntryName.appendInOneLine(entry.name(), line);
        });
    }

    @Override
    String name(FtpRequest request) {
        return ListArgument.withoutOptions(super.name(request));
    }
}
