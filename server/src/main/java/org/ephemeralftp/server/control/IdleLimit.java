package org.ephemeralftp.server.control;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
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
    private final Watchdog watchdog;
    private final Executor commands;

    IdleLimit(
            FtpIoSession session,
            CommandsInFlight inFlight,
            Duration limit,
            SessionDrain drain,
            Watchdog watchdog,
            Executor commands) {
        this.session = session;
        this.inFlight = inFlight;
        this.limit = limit;
        this.drain = drain;
        this.watchdog = watchdog;
        this.commands = commands;
    }

    @Override
    public long nanosLeft(long now) {
        return drain.begun() ? drain.restNanos(now) : limit.toNanos() - inFlight.idleNanos(now);
    }

    /** Not by the watchdog itself: observers are told of the 421, and none of them is to hold it up. */
    @Override
    public void expire() {
        try {
            commands.execute(this::end);
        } catch (RejectedExecutionException e) {
            log.debug("{} is closed already", session.getRemoteAddress(), e);
        }
    }

    /** A command may have come since the limit was over. */
    private void end() {
        boolean ended;
        if (drain.begun()) {
            ended = drain.dismissAtRest();
        } else {
            ended = inFlight.endAtRest(limit.toNanos());
            if (ended) {
                log.debug("{} was idle for {} s", session.getRemoteAddress(), limit.toSeconds());
                session.write(new DefaultFtpReply(421, "No command for " + limit.toSeconds() + " s, closing"));
                session.closeOnFlush();
            }
        }
        if (!ended && !inFlight.isEnded()) {
            watchdog.watch(this);
        }
    }
}
