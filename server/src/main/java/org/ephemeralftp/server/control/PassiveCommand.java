package org.ephemeralftp.server.control;

import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.advertise.Advertisement;
import org.ephemeralftp.server.advertise.Advertiser;
import org.ephemeralftp.server.data.DataConnectionException;
import org.ephemeralftp.server.data.DataSetup;

/** What PASV and EPSV have in common: a leased port, or 425 with the reason. */
abstract class PassiveCommand extends SetupCommand {
    private final Advertiser advertiser;

    PassiveCommand(Advertiser advertiser) {
        this.advertiser = advertiser;
    }

    /** What the client is to be told of its data port. */
    final Advertisement advertisement(FtpIoSession session) {
        return advertiser.to(setup(session).client());
    }

    /** Leases a port. */
    static int lease(FtpIoSession session) throws ReplyException {
        try {
            return setup(session).passive().getPort();
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
