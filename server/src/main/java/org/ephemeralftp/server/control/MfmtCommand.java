package org.ephemeralftp.server.control;

import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeFile;

/**
 * MFMT (draft-somers-ftp-mfxx, section 3): sets when a file, or a directory, was last modified. The time has the form of
 * RFC 3659, section 2.3, and the reply tells what it is now.
 */
final class MfmtCommand extends ReplyCommand {
    private static final Pattern ARGUMENT = Pattern.compile("(\\d{14}(?:\\.\\d+)?) (.+)", Pattern.DOTALL);

    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException {
        session.resetState();
        Matcher argument = ARGUMENT.matcher(request.hasArgument() ? request.getArgument() : "");
        if (!argument.matches()) {
            throw new ReplyException(501, "MFMT takes a time, as YYYYMMDDHHMMSS, and the name of a file");
        }
        FileTime time = FileTime.from(FileTimes.parseUtc(argument.group(1))
                .orElseThrow(() -> new ReplyException(501, argument.group(1) + " is no time")));
        String name = argument.group(2);
        HomeFile file = FileArgument.named(session, name);
        try {
            file.setTime(time);
            StringBuilder text = new StringBuilder("Modify=");
            FileTimes.appendUtc(file.describe().lastModifiedMillis(), text);
            return reply(213, text.toString().replace(".000", "") + "; " + name);
        } catch (IOException e) {
            throw FileCommand.refused(550, request, e);
        }
    }
}
