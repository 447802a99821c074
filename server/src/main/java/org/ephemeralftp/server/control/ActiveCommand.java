package org.ephemeralftp.server.control;

import java.net.InetSocketAddress;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/** What PORT and EPRT have in common: an address of the client to connect to, or 501 with the reason. */
abstract class ActiveCommand extends SetupCommand {
    @Override
    final FtpReply setUp(FtpIoSession session, FtpRequest request) throws ReplyException {
        refuseAfterEpsvAll(session, request);
        String argument = request.hasArgument() ? request.getArgument().strip() : "";
        InetSocketAddress target = parse(argument, ControlPeer.of(session).protocol());
        try {
            setup(session).active(target);
        } catch (IllegalArgumentException e) {
            throw new ReplyException(501, e);
        }
        return reply(
                200,
                request.getCommand() + " okay, will connect to "
                        + target.getAddress().getHostAddress() + " port " + target.getPort());
    }

    /** The address in the argument; {@code protocol} is the control connection's. */
    abstract InetSocketAddress parse(String argument, NetworkProtocol protocol) throws ReplyException;
}
