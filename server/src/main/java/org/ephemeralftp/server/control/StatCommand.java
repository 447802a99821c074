package org.ephemeralftp.server.control;

import java.io.IOException;
import org.apache.ftpserver.command.AbstractCommand;
import org.apache.ftpserver.command.impl.STAT;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;

import org.ephemeralftp.server.files.HomeEntry;
import org.ephemeralftp.server.files.HomeListing;

/**
 * STAT (RFC 959, section 4.1.3): with a path, what LIST shows of it, in the reply itself; without one, the state of the
 * session. A reply is in memory as a whole, so that it shows no more than the first entries of a large directory.
 */
final class StatCommand extends AbstractCommand {
    static final int MOST_ENTRIES = 1000;

    private final STAT ofSession = new STAT();
    private final ReplyCommand ofFile = new OfFile();

    @Override
    public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request)
            throws IOException, FtpException {
        if (request.hasArgument()) {
            ofFile.execute(session, context, request);
        } else {
            ofSession.execute(session, context, request);
        }
    }

    private static final class OfFile extends ReplyCommand {
        @Override
        FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException {
            session.resetState();
            try (HomeListing listing = ListArgument.of(session, request).open(HomeListing.Detail.WITH_OWNERS)) {
                return reply(listing.isOfDirectory() ? 212 : 213, text(listing));
            } catch (ReplyException | IOException e) {
                // RFC 959, section 5.4, has no 550 for STAT.
                throw new ReplyException(450, e);
            }
        }

        private static String text(HomeListing listing) throws IOException {
            LineFormat format = ListLine.now();
            StringBuilder lines = new StringBuilder("Status:\n");
            int count = 0;
            for (HomeEntry entry = listing.next(); entry != null; entry = listing.next()) {
                if (count == MOST_ENTRIES) {
                    return lines.append("There are more, use LIST to see all").toString();
                }
                format.append(entry, lines);
                lines.append('\n');
                count++;
            }
            return lines.append("End of status").toString();
        }
    }
}
