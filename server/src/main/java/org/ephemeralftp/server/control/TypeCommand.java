package org.ephemeralftp.server.control;

import java.util.Locale;
import org.apache.ftpserver.ftplet.DataType;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/**
 * TYPE (RFC 959, section 4.1.2): text, whose lines end with CR LF on the way, or bytes as they are. Bytes of 8 bits are an
 * image (RFC 1123, section 4.1.2.1), and Telnet's format controls mean no more than none (section 4.1.2.2).
 */
final class TypeCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException {
        if (!request.hasArgument()) {
            throw new ReplyException(501, "TYPE takes an argument: A, I or L 8");
        }
        session.setDataType(
                switch (request.getArgument().toUpperCase(Locale.ROOT)) {
                    case "A", "A N", "A T" -> DataType.ASCII;
                    case "I", "L 8" -> DataType.BINARY;
                    default -> throw new ReplyException(504, "Only TYPE A, TYPE I and TYPE L 8 are supported");
                });
        return reply(200, session.getDataType() == DataType.ASCII ? "Type is ASCII" : "Type is image");
    }
}
