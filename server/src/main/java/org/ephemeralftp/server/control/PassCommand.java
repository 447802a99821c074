package org.ephemeralftp.server.control;

import org.apache.ftpserver.command.AbstractCommand;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.User;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PASS (RFC 959, section 4.1.1), which "must be immediately preceded by the user name command": 230, 530, 421, or 503 after
 * any other command, also when somebody is logged in, who stays so.
 *
 * <p>By the time it is carried out its password was tried, by {@link LoginAttempt}.
 */
final class PassCommand extends AbstractCommand {
    private static final Logger log = LoggerFactory.getLogger(PassCommand.class);

    @Override
    public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request) {
        Login login = SessionData.of(session).login();
        FtpReply reply = answer(login, login.takeOutcome(), context);
        if (reply.getCode() == FtpReply.REPLY_421_SERVICE_NOT_AVAILABLE_CLOSING_CONTROL_CONNECTION) {
            login.dismiss(session, reply);
        } else {
            session.write(reply);
        }
    }

    private static FtpReply answer(Login login, Login.@Nullable Outcome outcome, FtpServerContext context) {
        if (outcome instanceof Login.Outcome.Right right) {
            return logIn(login, right.user(), context);
        }
        if (outcome instanceof Login.Outcome.NotTried notTried) {
            return notTried.reply();
        }
        return outcome == null
                ? new DefaultFtpReply(503, "PASS comes right after USER")
                : new DefaultFtpReply(530, "Not logged in: the user name or the password is wrong");
    }

    private static FtpReply logIn(Login login, User user, FtpServerContext context) {
        boolean loggedIn = false;
        try {
            login.takePlace(user);
            login.succeed(user, context.getFileSystemManager().createFileSystemView(user));
            loggedIn = true;
            return new DefaultFtpReply(230, "Logged in");
        } catch (ReplyException full) {
            return full.reply();
        } catch (FtpException | RuntimeException e) {
            log.warn("The home of user {} cannot be used, so nobody logs in: {}", user.getName(), reason(e));
            login.fail(user);
            return new DefaultFtpReply(530, "Not logged in: the home of this account cannot be used");
        } finally {
            if (!loggedIn) {
                login.giveBackPlace();
            }
        }
    }

    /** What the file system said, whatever it was wrapped in. */
    private static String reason(Exception e) {
        Throwable innermost = e;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.toString();
    }
}
