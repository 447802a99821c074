package org.ephemeralftp.server.control;

import java.io.IOException;
import org.apache.ftpserver.command.AbstractCommand;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;

/** A command with exactly one reply: the one it returns or throws. */
abstract class ReplyCommand extends AbstractCommand {
    abstract FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException;

    /** What is to be done once the reply is on its way. */
    void answered(FtpIoSession session) {}

    @Override
    public final void execute(FtpIoSession session, FtpServerContext context, FtpRequest request)
            throws IOException, FtpException {
        FtpReply reply;
        try {
            reply = answer(session, request);
        } catch (ReplyException e) {
            reply = e.reply();
        }
        session.write(reply);
        answered(session);
    }

    static FtpReply reply(int code, String text) {
        return new DefaultFtpReply(code, text);
    }
}
