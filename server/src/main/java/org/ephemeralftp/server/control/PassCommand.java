package org.ephemeralftp.server.control;

import java.io.IOException;
import org.apache.ftpserver.command.AbstractCommand;
import org.apache.ftpserver.command.impl.PASS;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.User;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PASS (RFC 959, section 4.1.1): the stock command, but whose home cannot be used is not logged in. The stock one says
 * 550, and the user stays logged in, without a file system.
 */
final class PassCommand extends AbstractCommand {
    private static final Logger log = LoggerFactory.getLogger(PassCommand.class);

    private final PASS stock = new PASS();

    @Override
    public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request)
            throws IOException, FtpException {
        try {
            stock.execute(session, context, request);
        } catch (FtpException e) {
            User user = session.getUser();
            // The login was not counted yet, and the end of a session that has no user counts none.
            session.setUser(null);
            session.reinitialize();
            log.warn("The home of user {} cannot be used, so nobody logs in: {}", user.getName(), reason(e));
            session.write(new DefaultFtpReply(530, "Not logged in: the home of this account cannot be used"));
        }
    }

    /** What the file system said, whatever it was wrapped in. */
    private static String reason(FtpException e) {
        Throwable innermost = e;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.toString();
    }
}
