package org.ephemeralftp.server.control;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Everything an observer of sessions was told, a line for each call, and the reports as they were. */
final class SessionLog implements SessionObserver {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<SessionView> views = new CopyOnWriteArrayList<>();
    final List<TransferReport> reports = new CopyOnWriteArrayList<>();

    private void add(SessionView session, String line) {
        views.add(session);
        lines.add(line);
    }

    @Override
    public void opened(SessionView session) {
        add(session, "opened");
    }

    @Override
    public void loggedIn(SessionView session) {
        add(session, "logged in " + session.user());
    }

    @Override
    public void loginFailed(SessionView session, String user) {
        add(session, "login failed " + user);
    }

    @Override
    public void received(SessionView session, String verb, @Nullable String argument) {
        add(session, verb + (argument == null ? "" : " " + argument));
    }

    @Override
    public void replied(SessionView session, int code, String text) {
        add(session, String.valueOf(code));
    }

    @Override
    public void transferred(SessionView session, TransferReport report) {
        reports.add(report);
        add(session, report.verb() + " " + report.path() + " " + report.bytes() + " " + report.code());
    }

    @Override
    public void closed(SessionView session) {
        add(session, "closed");
    }
}
