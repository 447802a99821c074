package org.ephemeralftp.server.control;

import java.io.IOException;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.mina.core.future.DefaultWriteFuture;
import org.apache.mina.core.future.WriteFuture;

/**
 * A stock transfer command that tells of its data connection as our own ones do: 150 at once if the client is to
 * connect, else only when the data connection is open; and 425 with the reason.
 */
record StockTransferCommand(Command stock) implements Command {
    @Override
    public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request)
            throws IOException, FtpException {
        stock.execute(new Replies(session, context), context, request);
    }

    /** The session as the stock command sees it: its replies pass through here. */
    private static final class Replies extends FtpIoSession {
        private final FtpIoSession session;
        private final SessionData data;

        private Replies(FtpIoSession session, FtpServerContext context) {
            super(session, context);
            this.session = session;
            data = SessionData.of(session);
        }

        @Override
        public WriteFuture write(Object message) {
            FtpReply reply = (FtpReply) message;
            if (reply.getCode() == 150 && !data.setup().mayGoAhead() && !data.openAhead()) {
                // The command finds out in a moment, and says 425.
                return DefaultWriteFuture.newWrittenFuture(session);
            }
            String reason = data.whyNotOpen();
            return session.write(reply.getCode() == 425 && reason != null ? new DefaultFtpReply(425, reason) : reply);
        }
    }
}
