package org.ephemeralftp.server.control;

import org.apache.ftpserver.ftplet.DataType;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeFile;

/** The file a command names, and where in it a transfer begins. */
final class FileArgument {
    private FileArgument() {}

    static HomeFile of(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException {
        if (!request.hasArgument()) {
            throw new ReplyException(501, request.getCommand() + " takes the name of a file");
        }
        return named(session, request.getArgument());
    }

    /** The file of a name, of which an empty one means the working directory. */
    static HomeFile named(FtpIoSession session, String name) throws FtpException {
        return (HomeFile) session.getFileSystemView().getFile(name);
    }

    /** The file, which must be there and be a plain one. */
    static HomeFile existing(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException {
        HomeFile file = of(session, request);
        if (!file.isFile()) {
            throw new ReplyException(550, file.doesExist() ? "Not a plain file" : "No such file");
        }
        return file;
    }

    /** The offset that REST named, or 0 (RFC 3659, section 5.3). */
    static long offset(FtpIoSession session) throws ReplyException {
        long offset = session.getFileOffset();
        if (offset > 0 && session.getDataType() == DataType.ASCII) {
            throw new ReplyException(554, "REST counts bytes of the file: use TYPE I to begin at an offset");
        }
        return offset;
    }

    /** The same, which must not be beyond the end of the file. */
    static long offset(FtpIoSession session, HomeFile file) throws ReplyException {
        long offset = offset(session);
        if (offset > file.getSize()) {
            throw new ReplyException(554, "The file ends at " + file.getSize() + ", before offset " + offset);
        }
        return offset;
    }
}
