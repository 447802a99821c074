package org.ephemeralftp.server.control;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.data.Watchdog;

/**
 * The end of a session that does not log in, whatever commands it sends meanwhile: 421 and a close (RFC 959, section 5.4).
 * Time runs from the connection on, so that a TLS handshake is part of it.
 */
final class LoginDeadline implements Watchdog.Watched {
    private static final Logger log = LoggerFactory.getLogger(LoginDeadline.class);

    private final Duration limit;
    private final Watchdog watchdog;
    private final Executor commands;
    private final Login login;
    private volatile long end;
    private volatile boolean closed;

    LoginDeadline(Duration limit, Watchdog watchdog, Executor commands, Login login) {
        this.limit = limit;
        this.watchdog = watchdog;
        this.commands = commands;
        this.login = login;
        end = System.nanoTime() + limit.toNanos();
    }

    /** Gives a session its deadline. */
    interface Factory {
        LoginDeadline of(Login login);
    }

    /** The time begins anew. */
    void begin() {
        end = System.nanoTime() + limit.toNanos();
        watch();
    }

    void watch() {
        watchdog.watch(this);
        if (closed) {
            watchdog.forget(this);
        }
    }

    /** Somebody is logged in. */
    void met() {
        watchdog.forget(this);
    }

    /** The end of the control connection. */
    void close() {
        closed = true;
        watchdog.forget(this);
    }

    boolean isOver() {
        return nanosLeft(System.nanoTime()) <= 0;
    }

    FtpReply reply() {
        return Login.reply421("No login within " + limit.toSeconds() + " s, closing");
    }

    @Override
    public long nanosLeft(long now) {
        return end - now;
    }

    /** Not by the watchdog itself: observers are told of the 421. */
    @Override
    public void expire() {
        login.wake();
        try {
            commands.execute(login::endIfOverdue);
        } catch (RejectedExecutionException e) {
            log.debug("A session that did not log in is closed already", e);
        }
    }
}
