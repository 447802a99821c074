package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/** FEAT (RFC 2389, section 3): the extensions of RFC 959 that this server supports, and no other. */
final class FeatCommand extends ReplyCommand {
    private static final String TITLE = "Extensions supported:\n";

    /** RFC 4217, section 6. */
    private static final String OF_TLS = """
             AUTH TLS
             PBSZ
             PROT
            """;

    private static final String FEATURES = """
             EPRT
             EPSV
             MDTM
             MFMT
             MLST Size*;Modify*;Type*;Perm;
             REST STREAM
             SIZE
             TVFS
             UTF8
            End""";

    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) {
        return reply(211, TITLE + (ControlTls.of(session) == null ? "" : OF_TLS) + FEATURES);
    }
}
