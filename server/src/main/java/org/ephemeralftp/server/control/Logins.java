package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.UserManager;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.mina.core.session.IoSession;

import org.ephemeralftp.server.data.Watchdog;
import org.ephemeralftp.server.users.LoginLimits;

/**
 * What the logins of all sessions share.
 *
 * @param limits how long, how often and how many at once
 * @param users who may log in
 * @param guard against guessing
 * @param places of each account
 * @param watchdog ends sessions that do not log in
 * @param commands where logins run
 */
record Logins(
        LoginLimits limits,
        UserManager users,
        LoginGuard guard,
        AccountPlaces places,
        Watchdog watchdog,
        CommandPool commands) {

    /** The login of a new session, whose time begins now. */
    Login of(FtpIoSession session, SessionData data) {
        IoSession line = session.getFilterChain().getSession();
        return new Login(
                session,
                data,
                places,
                login -> new LoginDeadline(limits.timeout(), watchdog, task -> commands.execute(line, task), login));
    }
}
