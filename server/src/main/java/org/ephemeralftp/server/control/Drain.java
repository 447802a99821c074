package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpReply;

/** How far a server is on its way to its end: it runs, it lets sessions finish what they are at, it ends the rest. */
final class Drain {
    private enum Stage {
        RUNNING,
        FINISHING,
        ENDING
    }

    private volatile Stage stage = Stage.RUNNING;

    /** From now on sessions may only finish what they are at. */
    synchronized void begin() {
        if (stage == Stage.RUNNING) {
            stage = Stage.FINISHING;
        }
    }

    /** From now on sessions are ended. */
    synchronized void end() {
        stage = Stage.ENDING;
    }

    boolean begun() {
        return stage != Stage.RUNNING;
    }

    boolean ending() {
        return stage == Stage.ENDING;
    }

    /** RFC 959, section 5.4: the reply to any command when the service knows that it must shut down. */
    static FtpReply goodbye() {
        return new DefaultFtpReply(421, "The server is stopping, try again later");
    }
}
