package org.ephemeralftp.server.control;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeFile;

/**
 * XCRC, XMD5, XSHA1, XSHA256 and XSHA512, which are in no RFC: the predecessors of HASH that many clients know. Behind the
 * file, which may stand in quotation marks, may be the first byte and the byte behind the last. A file with exactly the
 * name that was given is always what is meant.
 */
final class ChecksumCommand extends ReplyCommand {
    private static final Pattern ARGUMENT = Pattern.compile(
            "(?:\"(?<quoted>.+)\"|(?<plain>.+?))(?: (?<start>\\d{1,18})(?: (?<end>\\d{1,18}))?)?", Pattern.DOTALL);

    private final HashAlgorithm algorithm;

    ChecksumCommand(HashAlgorithm algorithm) {
        this.algorithm = algorithm;
    }

    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException {
        session.resetState();
        HomeFile file = FileArgument.of(session, request);
        Matcher argument = ARGUMENT.matcher(request.getArgument());
        if (file.doesExist() || !argument.matches()) {
            return hash(session, request, file, 0, Long.MAX_VALUE);
        }
        String quoted = argument.group("quoted");
        String name = quoted == null ? argument.group("plain") : quoted;
        return hash(
                session,
                request,
                FileArgument.named(session, name),
                number(argument.group("start"), 0),
                number(argument.group("end"), Long.MAX_VALUE));
    }

    private static long number(String digits, long otherwise) {
        return digits == null ? otherwise : Long.parseLong(digits);
    }

    private FtpReply hash(FtpIoSession session, FtpRequest request, HomeFile file, long start, long end)
            throws ReplyException {
        if (start > end) {
            throw new ReplyException(501, "Byte " + end + " comes before byte " + start);
        }
        return reply(
                250, FileHash.of(algorithm, file, start, end, session, request).hash());
    }
}
