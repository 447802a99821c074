package org.ephemeralftp.server.control;

import java.net.InetSocketAddress;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/**
 * PASV (RFC 959, section 4.1.2): listen on a data port and tell the client which, in 227. Only for IPv4, because its
 * reply has no room for more.
 */
final class PasvCommand extends PassiveCommand {
    @Override
    FtpReply setUp(FtpIoSession session, FtpRequest request) throws ReplyException {
        refuseAfterEpsvAll(session, request);
        if (NetworkProtocol.of(setup(session).local()) != NetworkProtocol.IPV4) {
            throw new ReplyException(425, "PASV works over IPv4 only: use EPSV");
        }
        return reply(227, "Entering Passive Mode (" + hostPort(lease(session)) + ")");
    }

    private static String hostPort(InetSocketAddress address) {
        int port = address.getPort();
        return address.getAddress().getHostAddress().replace('.', ',') + "," + port / 256 + "," + port % 256;
    }
}
