package org.ephemeralftp.server.control;

import java.util.concurrent.TimeUnit;
import org.apache.ftpserver.ftplet.FtpRequest;
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
    private volatile boolean dismissed;

    SessionDrain(Drain drain, FtpIoSession session, DataSetup setup, CommandsInFlight inFlight) {
        this.drain = drain;
        this.session = session;
        this.setup = setup;
        this.inFlight = inFlight;
    }

    boolean begun() {
        return drain.begun();
    }

    /** Whether a command is to be carried out; if not, the client was told 421 in its place. */
    boolean admits(FtpRequest request) {
        if (!drain.begun()) {
            return true;
        }
        if (!dismissed && (isFarewell(request) || (session.isLoggedIn() && !served && !drain.ending()))) {
            return true;
        }
        dismiss();
        return false;
    }

    /** ABOR belongs to the transfer before it, and has a reply to come. */
    private static boolean isFarewell(FtpRequest request) {
        return request.getCommand().equals("QUIT") || request.getCommand().equals("ABOR");
    }

    /** A command is carried out. */
    void carriedOut(FtpRequest request) {
        if (drain.begun() && CommandsInFlight.isTransfer(request)) {
            served = true;
        }
    }

    /** How long the session may go without a command from {@code now} on. */
    long restNanos(long now) {
        long left = REST_NANOS - inFlight.idleNanos(now);
        // A lease that its client may use is a transfer about to begin.
        return left <= 0 && setup.mayGoAhead() ? REST_NANOS : left;
    }

    /** Ends the session with 421, once. */
    synchronized void dismiss() {
        if (!dismissed) {
            dismissed = true;
            session.write(Drain.goodbye());
            session.closeOnFlush();
        }
    }
}
