package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeFile;

/** HASH (draft-bryan-ftpext-hash, section 3): the hash of a whole file, by the algorithm that OPTS HASH selected. */
final class HashCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException {
        session.resetState();
        HomeFile file = FileArgument.of(session, request);
        HashAlgorithm algorithm = SessionData.of(session).options().hash();
        FileHash hash = FileHash.of(algorithm, file, 0, Long.MAX_VALUE, session, request);
        return reply(
                213,
                "%s %d-%d %s %s"
                        .formatted(algorithm.label(), hash.start(), hash.end(), hash.hash(), request.getArgument()));
    }
}
