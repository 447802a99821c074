package org.ephemeralftp.server.cli;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

import org.ephemeralftp.server.control.SessionObserver;
import org.ephemeralftp.server.control.SessionView;
import org.ephemeralftp.server.control.TransferReport;

/**
 * A line in the log for each event of a session; commands and replies are for debugging. So is a session of this machine
 * that never sends a command: health checks come that way, all day long. A port scan from elsewhere is seen.
 */
final class SessionLogger implements SessionObserver {
    private static final Logger log = LoggerFactory.getLogger(SessionLogger.class);

    private final Predicate<String> isUser;

    /** Sessions of this machine that have not sent a command yet. */
    private final Set<Long> silent = ConcurrentHashMap.newKeySet();

    /** {@code isUser} tells whether there is an account of a name. */
    SessionLogger(Predicate<String> isUser) {
        this.isUser = isUser;
    }

    /** The peer is written out only if the level is on: there is an event for each command. */
    private static LoggingEventBuilder at(Level level, SessionView session) {
        LoggingEventBuilder event = log.atLevel(level)
                .addKeyValue("session", session.id())
                .addKeyValue("peer", () -> Ends.of(session.peer()));
        return session.user() == null ? event : event.addKeyValue("user", session.user());
    }

    @Override
    public void opened(SessionView session) {
        if (session.peer().getAddress().isLoopbackAddress()) {
            silent.add(session.id());
        } else {
            at(Level.INFO, session).log("connected");
        }
    }

    private void noLongerSilent(SessionView session) {
        if (silent.remove(session.id())) {
            at(Level.INFO, session).log("connected");
        }
    }

    @Override
    public void loggedIn(SessionView session) {
        at(Level.INFO, session).log("logged in");
    }

    @Override
    public void loginFailed(SessionView session, String user) {
        // A name that is nobody's may be a password.
        String shown = isUser.test(user) ? user : "?";
        at(Level.INFO, session).addKeyValue("claimed", shown).log("login failed");
    }

    @Override
    public void received(SessionView session, String verb, @Nullable String argument) {
        noLongerSilent(session);
        LoggingEventBuilder event = at(Level.DEBUG, session).addKeyValue("verb", verb);
        // Before a login any argument may be a password on the wrong line.
        boolean shown = argument != null && session.user() != null;
        (shown ? event.addKeyValue("argument", argument) : event).log("received");
    }

    @Override
    public void replied(SessionView session, int code, String text) {
        if (code == 421) {
            noLongerSilent(session);
        }
        // It tells why the session ends.
        at(code == 421 ? Level.INFO : Level.DEBUG, session)
                .addKeyValue("code", code)
                .addKeyValue("text", text)
                .log("replied");
    }

    @Override
    public void transferred(SessionView session, TransferReport report) {
        at(Level.INFO, session)
                .addKeyValue("verb", report.verb())
                .addKeyValue("path", report.path())
                .addKeyValue("code", report.code())
                .addKeyValue("bytes", report.bytes())
                .addKeyValue("ms", report.duration().toMillis())
                .addKeyValue("port", report.dataPort())
                .log(report.ok() ? "transferred" : "transfer failed");
    }

    @Override
    public void closed(SessionView session) {
        if (silent.remove(session.id())) {
            at(Level.DEBUG, session).log("connected and closed without a command");
        } else {
            at(Level.INFO, session).log("closed");
        }
    }
}
