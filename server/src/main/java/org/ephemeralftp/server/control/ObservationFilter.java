package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;

/** Makes a command of each line, and tells of all commands and replies, whoever answers them. */
final class ObservationFilter extends IoFilterAdapter {
    @Override
    public void messageReceived(NextFilter next, IoSession session, Object message) throws Exception {
        ControlRequest request = new ControlRequest(message.toString());
        SessionData data = SessionData.of(session);
        if (data != null) {
            data.observed().received(request);
        }
        next.messageReceived(session, request);
    }

    @Override
    public void filterWrite(NextFilter next, IoSession session, WriteRequest request) throws Exception {
        SessionData data = SessionData.of(session);
        if (data != null && request.getMessage() instanceof FtpReply reply) {
            data.observed().replied(reply);
        }
        next.filterWrite(session, request);
    }
}
