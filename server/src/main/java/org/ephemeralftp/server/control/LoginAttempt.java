package org.ephemeralftp.server.control;

import java.net.InetAddress;
import org.apache.ftpserver.ftplet.AuthenticationFailedException;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.User;
import org.apache.ftpserver.ftplet.UserManager;
import org.apache.ftpserver.usermanager.UsernamePasswordAuthentication;
import org.apache.mina.core.session.IoSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.users.PasswordNotTriedException;

/**
 * One PASS before it is carried out: it waits for its client's turn, has the password tried, and if that is wrong waits for
 * the time of the refusal. While it waits, the session's line is paused, and no thread is held.
 */
final class LoginAttempt {
    private static final Logger log = LoggerFactory.getLogger(LoginAttempt.class);

    static final String BANNED = "Too many failed logins from your address, try again later";
    private static final String BUSY = "Too many logins at once, try again later";
    private static final String ANONYMOUS_TOO = "ftp";

    private final Logins logins;
    private final IoSession session;
    private final SessionData data;
    private final String name;
    private final @Nullable String password;
    private final Runnable carryOut;
    private LoginGuard.@Nullable Turn turn;

    /** {@code carryOut} runs the command PASS itself, when there is an {@link Login.Outcome}. */
    LoginAttempt(
            Logins logins,
            IoSession session,
            SessionData data,
            String name,
            @Nullable String password,
            Runnable carryOut) {
        this.logins = logins;
        this.session = session;
        this.data = data;
        this.name = name;
        this.password = password;
        this.carryOut = carryOut;
    }

    private Login login() {
        return data.login();
    }

    /** On the session's thread. */
    void begin() {
        if (needsNoPassword()) {
            end(tried());
            return;
        }
        CommandPool.Pause pause = logins.commands().pause(session, this::inTurn);
        InetAddress client = data.setup().client();
        turn = logins.guard().enter(client, pause::end);
        login().pauses(pause);
    }

    /** Nothing is guessed then, so that nobody need wait for those who guess. */
    private boolean needsNoPassword() {
        return (name.equals(UserManager.ANONYMOUS) || name.equals(ANONYMOUS_TOO)) && isAnonymous(logins.users());
    }

    private boolean isAnonymous(UserManager users) {
        try {
            User user = users.getUserByName(name);
            return user != null && user.getName().equals(UserManager.ANONYMOUS);
        } catch (FtpException e) {
            return false;
        }
    }

    private void inTurn() {
        LoginGuard.Turn settled = turn;
        if (settled == null) {
            throw new IllegalStateException("An attempt goes on that did not begin");
        }
        switch (settled.settle()) {
            case MINE -> inTurn(settled);
            case BANNED -> end(new Login.Outcome.NotTried(Login.reply421(BANNED)));
            default -> end(new Login.Outcome.NotTried(login().lastReply()));
        }
    }

    private void inTurn(LoginGuard.Turn mine) {
        if (login().isToEnd()) {
            mine.passed();
            end(new Login.Outcome.NotTried(login().lastReply()));
            return;
        }
        Login.Outcome outcome = tried();
        if (outcome instanceof Login.Outcome.Wrong) {
            CommandPool.Pause pause = logins.commands().pause(session, () -> end(outcome));
            mine.failed(pause::end);
            login().pauses(pause);
        } else {
            mine.passed();
            end(outcome);
        }
    }

    /** Tries the password; whatever goes wrong, this returns. */
    private Login.Outcome tried() {
        try {
            return new Login.Outcome.Right(
                    logins.users().authenticate(new UsernamePasswordAuthentication(name, password)));
        } catch (PasswordNotTriedException e) {
            return new Login.Outcome.NotTried(Login.reply421(BUSY));
        } catch (AuthenticationFailedException e) {
            log.debug("Not the right password, or no such user");
        } catch (RuntimeException | Error e) {
            // Otherwise the turn would never pass on.
            log.error("A password could not be tried, so a login fails", e);
        }
        // At once, because who guesses does not wait for the refusal.
        data.observed().loginFailed(name);
        return new Login.Outcome.Wrong();
    }

    private void end(Login.Outcome outcome) {
        login().setOutcome(outcome);
        carryOut.run();
    }
}
