package org.ephemeralftp.server.control;

import java.time.Duration;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.impl.FtpIoSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.data.Watchdog;

/**
 * The end of a session that has sent no command for too long: 421 and a close (RFC 959, section 5.4). A command that is
 * being carried out, a transfer above all, is not idle; it has limits of its own.
 */
final class IdleLimit implements Watchdog.Watched {
    private static final Logger log = LoggerFactory.getLogger(IdleLimit.class);

    private final FtpIoSession session;
    private final CommandsInFlight inFlight;
    private final Duration limit;
    private final SessionDrain drain;

    IdleLimit(FtpIoSession session, CommandsInFlight inFlight, Duration limit, SessionDrain drain) {
        this.session = session;
        this.inFlight = inFlight;
        this.limit = limit;
        this.drain = drain;
    }

    @Override
    public long nanosLeft(long now) {
        return drain.begun() ? drain.restNanos(now) : limit.toNanos() - inFlight.idleNanos(now);
    }

    @Override
    public void expire() {
        if (drain.begun()) {
            drain.dismiss();
            return;
        }
        log.debug("{} was idle for {} s", session.getRemoteAddress(), limit.toSeconds());
        session.write(new DefaultFtpReply(421, "No command for " + limit.toSeconds() + " s, closing"));
        session.closeOnFlush();
    }
}
