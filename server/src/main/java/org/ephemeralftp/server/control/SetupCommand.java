package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.data.DataSetup;

/**
 * A command that sets up the next data connection (PASV, EPSV, PORT, EPRT). Whatever was set up before is given up,
 * also when the command fails: a client that was refused must not find its old setup still there.
 */
abstract class SetupCommand extends ReplyCommand {
    @Override
    final FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException {
        setup(session).replace();
        return setUp(session, request);
    }

    abstract FtpReply setUp(FtpIoSession session, FtpRequest request) throws ReplyException;

    /** RFC 2428, section 4: after EPSV ALL every other setup command must be rejected. */
    static void refuseAfterEpsvAll(FtpIoSession session, FtpRequest request) throws ReplyException {
        if (SessionData.of(session).onlyEpsv()) {
            throw new ReplyException(501, request.getCommand() + " is not allowed after EPSV ALL");
        }
    }

    static DataSetup setup(FtpIoSession session) {
        return SessionData.of(session).setup();
    }
}
