package org.ephemeralftp.server.control;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;

/**
 * Tells of all commands and replies, whoever answers them, and makes replies that can be printed.
 *
 * <p>Replies repeat what clients send and how files are called. The line feeds in them are ours, because nothing a client
 * sends has one; other characters that RFC 854 gives a meaning at the end of a line are question marks.
 */
final class ObservationFilter extends IoFilterAdapter {
    private static final Pattern UNPRINTED = Pattern.compile("[\r\0]");

    @Override
    public void messageReceived(NextFilter next, IoSession session, Object message) throws Exception {
        SessionData data = SessionData.of(session);
        ControlRequest request = (ControlRequest) message;
        if (data != null && request.unreadable() == null) {
            data.observed().received(request);
        }
        next.messageReceived(session, request);
    }

    @Override
    public void filterWrite(NextFilter next, IoSession session, WriteRequest request) throws Exception {
        if (request.getMessage() instanceof FtpReply reply) {
            FtpReply printed = printed(reply);
            request.setMessage(printed);
            SessionData data = SessionData.of(session);
            if (data != null) {
                data.observed().replied(printed);
            }
        }
        next.filterWrite(session, request);
    }

    private static FtpReply printed(FtpReply reply) {
        String text = String.valueOf(reply.getMessage());
        Matcher unprinted = UNPRINTED.matcher(text);
        return unprinted.find() ? new DefaultFtpReply(reply.getCode(), unprinted.replaceAll("?")) : reply;
    }
}
