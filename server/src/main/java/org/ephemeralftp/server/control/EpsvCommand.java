package org.ephemeralftp.server.control;

import java.util.Locale;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.advertise.Advertiser;
import org.ephemeralftp.server.faults.FaultScript;
import org.ephemeralftp.server.faults.Occasion;

/**
 * EPSV (RFC 2428, section 3): listen on a data port, at the address of the control connection, and tell the client its
 * number in 229. EPSV ALL promises that no other command will set up a data connection (section 4).
 */
final class EpsvCommand extends PassiveCommand {
    EpsvCommand(Advertiser advertiser, FaultScript faults) {
        super(advertiser, faults, Occasion.EPSV);
    }

    @Override
    FtpReply setUp(FtpIoSession session, FtpRequest request) throws ReplyException {
        String argument = request.hasArgument() ? request.getArgument().strip().toUpperCase(Locale.ROOT) : "";
        if (argument.equals("ALL")) {
            SessionData.of(session).onlyEpsv(true);
            return reply(200, "Only EPSV sets up data connections from now on");
        }
        if (!argument.isEmpty()) {
            ControlPeer.of(session).protocol().require(argument);
        }
        Told told = lease(session, advertisement(session), setup(session).local());
        return reply(229, "Entering Extended Passive Mode (|||" + told.port() + "|)");
    }
}
