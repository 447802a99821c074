package org.ephemeralftp.server.files;

import java.io.IOException;

/** There is no room for the rest of a file: the disk is full, or a quota is used up. */
public final class NoSpaceException extends IOException {
    private static final long serialVersionUID = 1;

    NoSpaceException(IOException cause) {
        super("there is not enough space for the file", cause);
    }
}
