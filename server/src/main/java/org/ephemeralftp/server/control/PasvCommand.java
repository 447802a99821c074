package org.ephemeralftp.server.control;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.advertise.AdvertiseException;
import org.ephemeralftp.server.advertise.Advertisement;
import org.ephemeralftp.server.advertise.Advertiser;
import org.ephemeralftp.server.faults.FaultScript;
import org.ephemeralftp.server.faults.Occasion;

/**
 * PASV (RFC 959, section 4.1.2): listen on a data port and tell the client which, in 227. Only for IPv4, because its
 * reply has no room for more.
 */
final class PasvCommand extends PassiveCommand {
    PasvCommand(Advertiser advertiser, FaultScript faults) {
        super(advertiser, faults, Occasion.PASV);
    }

    @Override
    FtpReply setUp(FtpIoSession session, FtpRequest request) throws ReplyException {
        refuseAfterEpsvAll(session, request);
        if (!(ControlPeer.of(session).server().getAddress() instanceof Inet4Address server)) {
            throw new ReplyException(425, "PASV works over IPv4 only: use EPSV");
        }
        Advertisement advertisement = advertisement(session);
        try {
            // Before the lease: without an address to tell, there is no use for a port.
            Inet4Address host = advertisement.ipv4(server);
            Told told = lease(session, advertisement, host);
            return reply(227, "Entering Passive Mode (" + hostPort(told.host(), told.port()) + ")");
        } catch (AdvertiseException e) {
            throw new ReplyException(425, e);
        }
    }

    private static String hostPort(InetAddress host, int port) {
        return host.getHostAddress().replace('.', ',') + "," + port / 256 + "," + port % 256;
    }
}
