package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.User;
import org.apache.ftpserver.impl.FtpIoSession;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in to one session, or how far its login has come (RFC 959, section 5.4): nobody, a name, a user. It is the
 * one place that logs in and out.
 *
 * <p>The session's commands call it one after the other. {@link #wake} and {@link #close} may come from any thread.
 */
final class Login {
    /** What came of trying a password. */
    sealed interface Outcome {
        /** It was the right one. */
        record Right(User user) implements Outcome {}

        /** It was wrong, or the user is unknown; nobody is told which. */
        record Wrong() implements Outcome {}

        /** It was not tried, for a reason that ends the session. */
        record NotTried(FtpReply reply) implements Outcome {}
    }

    private final FtpIoSession session;
    private final SessionData data;
    private final AccountPlaces places;
    private final LoginDeadline deadline;
    /** What USER said right before this command. */
    private @Nullable String name;

    private @Nullable Outcome outcome;
    private volatile AccountPlaces.@Nullable Place place;
    private volatile CommandPool.@Nullable Pause pause;
    private volatile boolean closed;

    Login(FtpIoSession session, SessionData data, AccountPlaces places, LoginDeadline.Factory deadlines) {
        this.session = session;
        this.data = data;
        this.places = places;
        deadline = deadlines.of(this);
    }

    /** The name that USER said right before this command; null if it was another command. */
    @Nullable
    String name() {
        return name;
    }

    /** USER: whoever was logged in is so no more, and a password is waited for. */
    void begin(String user) {
        logOut();
        name = user;
    }

    /** Any other command than PASS: it must follow USER immediately (RFC 959, section 4.1.1). */
    void forgetName() {
        name = null;
    }

    /** What came of the password that PASS gave; null if there was no name before it. */
    @Nullable
    Outcome takeOutcome() {
        Outcome taken = outcome;
        outcome = null;
        name = null;
        return taken;
    }

    void setOutcome(Outcome value) {
        outcome = value;
        // It holds the password.
        pause = null;
    }

    /** The session begins. */
    void opened() {
        deadline.watch();
    }

    boolean isLoggedIn() {
        return session.isLoggedIn();
    }

    /**
     * Takes a place in the account: from here on the session counts as one that is logged in to it.
     *
     * @throws ReplyException if there is none
     */
    void takePlace(User user) throws ReplyException {
        place = places.take(user.getName());
        if (closed) {
            giveBackPlace();
        }
    }

    /** The session ends, or nobody is logged in to it any more. */
    void giveBackPlace() {
        AccountPlaces.Place taken = place;
        if (taken != null) {
            taken.giveBack();
        }
    }

    /** The user is logged in, with this view of the files. */
    void succeed(User user, FileSystemView files) {
        session.setUser(user);
        session.setLogin(files);
        deadline.met();
        data.observed().loggedIn(user.getName());
    }

    /** The password was right, and still nobody is logged in. */
    void fail(User user) {
        data.observed().loginFailed(user.getName());
    }

    /**
     * Nobody is logged in any more, and nothing remains of who was: the view of the files with its working directory,
     * offset, name to rename from, lease. Transfer parameters stay (RFC 959, section 4.1.1, USER). The time to log in
     * begins anew, for a session that was.
     */
    void logOut() {
        forgetName();
        boolean was = isLoggedIn();
        FileSystemView files = session.getFileSystemView();
        // So that the stock server counts no logout of a login that it has not counted.
        session.setUser(null);
        session.reinitialize();
        giveBackPlace();
        if (files != null) {
            files.dispose();
        }
        data.setup().abort();
        data.observed().loggedOut();
        if (was) {
            deadline.begin();
        }
    }

    /** Ends the session with a last reply, once; it is written by {@code writer}, which is the session to one command. */
    void dismiss(FtpIoSession writer, FtpReply reply) {
        if (data.inFlight().end()) {
            writer.write(reply);
            writer.closeOnFlush();
        }
    }

    /** The time to log in is over: ends the session if nobody is logged in by now. */
    void endIfOverdue() {
        if (!isLoggedIn() && deadline.isOver()) {
            dismiss(session, deadline.reply());
        } else if (!isLoggedIn()) {
            deadline.watch();
        }
    }

    /** A pause that {@link #wake} ends. */
    void pauses(CommandPool.Pause value) {
        pause = value;
        if (isToEnd()) {
            value.end();
        }
    }

    /** Whether no password is to be tried any more, and none waited for. */
    boolean isToEnd() {
        return closed || data.drain().begun() || deadline.isOver();
    }

    /** Why not, to be told to the client. */
    FtpReply lastReply() {
        return data.drain().begun() ? Drain.goodbye() : deadline.reply();
    }

    /** Ends what the session waits for, because the session is to end. */
    void wake() {
        CommandPool.Pause begun = pause;
        if (begun != null) {
            begun.end();
        }
    }

    /** The end of the control connection. */
    void close() {
        closed = true;
        deadline.close();
        giveBackPlace();
        wake();
    }

    static FtpReply reply421(String text) {
        return new DefaultFtpReply(421, text);
    }
}
