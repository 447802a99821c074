package org.ephemeralftp.server.control;

import java.nio.charset.StandardCharsets;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;

/** Makes commands of the bytes that come in, and bytes of the replies that go out (RFC 2640: both in UTF-8). */
final class LineFilter extends IoFilterAdapter {
    @Override
    public void messageReceived(NextFilter next, IoSession session, Object message) {
        LineDecoder.of(session).decode((IoBuffer) message, command -> next.messageReceived(session, command));
    }

    @Override
    public void filterWrite(NextFilter next, IoSession session, WriteRequest request) {
        if (request.getMessage() instanceof FtpReply reply) {
            request.setMessage(IoBuffer.wrap(reply.toString().getBytes(StandardCharsets.UTF_8)));
        }
        next.filterWrite(session, request);
    }
}
