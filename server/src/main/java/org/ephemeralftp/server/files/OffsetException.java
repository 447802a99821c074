package org.ephemeralftp.server.files;

import java.nio.file.FileSystemException;

/** An offset that is beyond the end of its file. */
public final class OffsetException extends FileSystemException {
    private static final long serialVersionUID = 1;

    OffsetException(VirtualPath path, long offset, long size) {
        super(path.toString(), null, "offset " + offset + " is outside the file, which has " + size + " bytes");
    }
}
