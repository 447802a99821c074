package org.ephemeralftp.server.control;

import java.net.InetSocketAddress;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.data.DataConnectionException;
import org.ephemeralftp.server.data.DataSetup;

/** What PASV and EPSV have in common: a leased port, or 425 with the reason. */
abstract class PassiveCommand extends SetupCommand {
    /** Leases a port; the address and port to tell the client. */
    static InetSocketAddress lease(FtpIoSession session) throws ReplyException {
        try {
            return setup(session).passive();
        } catch (DataConnectionException e) {
            throw new ReplyException(425, e);
        }
    }

    /** The lease timeout counts from the reply. */
    @Override
    void answered(FtpIoSession session) {
        if (setup(session).mode() == DataSetup.Mode.PASSIVE) {
            setup(session).advertised();
        }
    }
}
