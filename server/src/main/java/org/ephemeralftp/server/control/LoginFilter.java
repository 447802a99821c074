package org.ephemeralftp.server.control;

import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;

/**
 * Sees the commands of a session in their turn, just before they are carried out: a PASS that follows USER is an attempt to
 * log in, and is carried out when there is an outcome; any other command in between ends the login that USER began.
 */
final class LoginFilter extends IoFilterAdapter {
    private final Logins logins;

    LoginFilter(Logins logins) {
        this.logins = logins;
    }

    @Override
    public void messageReceived(NextFilter next, IoSession session, Object message) throws Exception {
        SessionData data = SessionData.of(session);
        if (data == null || !(message instanceof ControlRequest request)) {
            next.messageReceived(session, message);
            return;
        }
        Login login = data.login();
        String name = login.name();
        if (request.verb() == Verb.PASS && name != null) {
            new LoginAttempt(
                            logins,
                            session,
                            data,
                            name,
                            request.getArgument(),
                            () -> next.messageReceived(session, message))
                    .begin();
            return;
        }
        login.forgetName();
        if (request.verb() == Verb.QUIT) {
            // Who has read the reply may log in elsewhere at once.
            login.giveBackPlace();
        }
        next.messageReceived(session, message);
    }

    @Override
    public void sessionClosed(NextFilter next, IoSession session) throws Exception {
        SessionData data = SessionData.of(session);
        if (data != null) {
            data.login().giveBackPlace();
        }
        next.sessionClosed(session);
    }
}
