package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpReply;

/** A command that cannot be carried out, with the reply that says so. */
final class ReplyException extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;

    ReplyException(int code, String text) {
        super(text, null, false, false);
        this.code = code;
    }

    /** The reply's text is the message of an exception that was made for the client. */
    ReplyException(int code, Exception cause) {
        this(code, String.valueOf(cause.getMessage()));
    }

    FtpReply reply() {
        return new DefaultFtpReply(code, super.getMessage());
    }
}
