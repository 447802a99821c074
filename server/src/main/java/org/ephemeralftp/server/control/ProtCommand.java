package org.ephemeralftp.server.control;

import java.util.Locale;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/**
 * PROT (RFC 2228, section 3): whether data connections are clear (C) or private (P), which means TLS (RFC 4217, section
 * 9). Safe (S) and confidential (E) do not exist with TLS.
 */
final class ProtCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException {
        SessionData data = SessionData.of(session);
        if (data.tls() == null) {
            throw new ReplyException(503, "PROT needs TLS on the control connection: use AUTH TLS and PBSZ 0 first");
        }
        if (!data.protection().isBufferSizeSet()) {
            throw new ReplyException(503, "Use PBSZ 0 before PROT");
        }
        if (!request.hasArgument()) {
            throw new ReplyException(501, "PROT takes an argument: P or C");
        }
        return switch (request.getArgument().toUpperCase(Locale.ROOT)) {
            case "P" -> {
                data.protection().setPrivate(true);
                yield reply(200, "Data connections are private");
            }
            case "C" -> clear(data);
            case "S", "E" -> throw new ReplyException(536, "TLS has no such protection: use PROT P");
            default -> throw new ReplyException(504, "There is no such protection: use PROT P or PROT C");
        };
    }

    private static FtpReply clear(SessionData data) throws ReplyException {
        if (data.tlsRequired()) {
            throw new ReplyException(534, "Clear data connections are not allowed here: use PROT P");
        }
        data.protection().setPrivate(false);
        return reply(200, "Data connections are clear");
    }
}
