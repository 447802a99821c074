package org.ephemeralftp.server.control;

import java.io.IOException;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.data.DataSetup;
import org.ephemeralftp.server.lease.LeaseException;
import org.ephemeralftp.server.lease.PortLease;

/** What PASV and EPSV have in common: a leased port, or 425 with the reason. */
abstract class PassiveCommand extends SetupCommand {
    static PortLease lease(FtpIoSession session) throws ReplyException {
        try {
            return setup(session).passive();
        } catch (LeaseException e) {
            throw new ReplyException(425, e);
        } catch (IOException e) {
            throw new ReplyException(425, "The server cannot listen for a data connection: " + e.getMessage());
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
