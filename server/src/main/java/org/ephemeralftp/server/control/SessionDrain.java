package org.ephemeralftp.server.control;

import java.util.concurrent.TimeUnit;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.data.DataSetup;

/**
 * What one session may still do while the server drains: the transfer that it is at, or is just about to begin, and QUIT.
 * Who is not logged in, has made that transfer, or is at rest is told 421 and the session is closed.
 */
final class SessionDrain {
    /** A client that sends commands does so faster than that, however slow; one at rest sends none for minutes. */
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Drain drain;
    private final FtpIoSession session;
    private final DataSetup setup;
    private final CommandsInFlight inFlight;
    private volatile boolean served;

    SessionDrain(Drain drain, FtpIoSession session, DataSetup setup, CommandsInFlight inFlight) {
        this.drain = drain;
        this.session = session;
        this.setup = setup;
        this.inFlight = inFlight;
    }

    boolean begun() {
        return drain.begun();
    }

    /** Whether a command is to be carried out; if not, the session has ended, and the client was told. */
    boolean admits(ControlRequest request) {
        if (!drain.begun()) {
            return !inFlight.isEnded();
        }
        if (!inFlight.isEnded() && (isFarewell(request) || (session.isLoggedIn() && !served && !drain.ending()))) {
            return true;
        }
        dismiss();
        return false;
    }

    /** ABOR belongs to the transfer before it, and has a reply to come. */
    private static boolean isFarewell(ControlRequest request) {
        return request.verb() == Verb.QUIT || request.verb() == Verb.ABOR;
    }

    /** A command is carried out. */
    void carriedOut(ControlRequest request) {
        if (drain.begun() && CommandsInFlight.isTransfer(request)) {
            served = true;
        }
    }

    /** How long the session may go without a command from {@code now} on. */
    long restNanos(long now) {
        long left = REST_NANOS - inFlight.idleNanos(now);
        return left <= 0 && isExpectingClient() ? REST_NANOS : left;
    }

    /** A lease that its client may use is a transfer about to begin. */
    private boolean isExpectingClient() {
        return setup.isExpectingClient();
    }

    /**
     * Ends the session with 421, if it still rests.
     *
     * @return false if a command came meanwhile
     */
    boolean dismissAtRest() {
        return dismissAfter(REST_NANOS);
    }

    /**
     * Ends the session with 421 if it is at nothing, however short a time ago it was.
     *
     * @return false if there is something that would be cut off
     */
    boolean dismissIfAtNothing() {
        return !isExpectingClient() && dismissAfter(0);
    }

    private boolean dismissAfter(long nanos) {
        if (inFlight.endAtRest(nanos)) {
            sayGoodbye();
        }
        return inFlight.isEnded();
    }

    /** Ends the session with 421, once. */
    void dismiss() {
        if (inFlight.end()) {
            sayGoodbye();
        }
    }

    private void sayGoodbye() {
        session.write(Drain.goodbye());
        session.closeOnFlush();
    }
}
