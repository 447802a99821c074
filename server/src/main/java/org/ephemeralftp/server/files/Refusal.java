package org.ephemeralftp.server.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why something cannot be done with one file, in words that are fit for the client: never with the server's own path. */
record Refusal(VirtualPath path) {

    NoSuchFileException missing(String reason) {
        return new NoSuchFileException(path.toString(), null, reason);
    }

    AccessDeniedException denied(String reason) {
        return new AccessDeniedException(path.toString(), null, reason);
    }

    FileSystemException because(String reason) {
        return new FileSystemException(path.toString(), null, reason);
    }

    FileSystemException because(String reason, Exception cause) {
        FileSystemException refusal = because(reason);
        refusal.initCause(cause);
        return refusal;
    }

    /** The same failure without the server's own path in it. */
    IOException of(IOException e) {
        if (!(e instanceof FileSystemException failure)) {
            return e;
        }
        FileSystemException seen;
        if (e instanceof NoSuchFileException) {
            seen = missing("no such file or directory");
        } else if (e instanceof AccessDeniedException) {
            seen = denied("permission denied");
        } else {
            String reason = failure.getReason();
            seen = because(reason == null ? "the file system refused" : reason);
        }
        seen.initCause(e);
        return seen;
    }
}
