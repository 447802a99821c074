package org.ephemeralftp.server.control;

import java.io.IOException;
import org.apache.ftpserver.ftplet.DataType;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.User;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeEntry;
import org.ephemeralftp.server.files.HomeListing;

/**
 * STAT (RFC 959, section 4.1.3): with a path, what LIST shows of it, in the reply itself; without one, the state of the
 * session, and nothing that its client does not know. A reply is in memory as a whole, so that it shows no more than the
 * first entries of a large directory.
 */
final class StatCommand extends ReplyCommand {
    static final int MOST_ENTRIES = 1000;

    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException {
        if (!request.hasArgument()) {
            return reply(211, ofSession(session));
        }
        if (!session.isLoggedIn()) {
            return ControlHandler.notLoggedIn();
        }
        session.resetState();
        try (HomeListing listing = ListArgument.of(session, request).open(HomeListing.Detail.WITH_OWNERS)) {
            return reply(listing.isOfDirectory() ? 212 : 213, text(listing));
        } catch (ReplyException | IOException e) {
            // RFC 959, section 5.4, has no 550 for STAT.
            throw new ReplyException(450, e);
        }
    }

    private static String ofSession(FtpIoSession session) {
        User user = session.getUser();
        String dataConnection = switch (SessionData.of(session).setup().mode()) {
            case NONE -> "No data connection is set up";
            case PASSIVE -> "A passive data connection is set up";
            case ACTIVE -> "An active data connection is set up";
        };
        return String.join(
                "\n ",
                "State of the session:",
                "Connected from " + SessionData.of(session).setup().client().getHostAddress(),
                user == null ? "Nobody is logged in" : "Logged in as " + user.getName(),
                "TYPE: " + (session.getDataType() == DataType.ASCII ? "ASCII" : "image") + ", STRU: file, MODE: stream",
                dataConnection + "\nEnd of status");
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
