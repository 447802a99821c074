package org.ephemeralftp.server.data;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The data connection could not be set up, or broke. The message is a sentence that may be sent to the client. Trouble
 * with the file at the other end of a transfer is any other {@link IOException}.
 */
public final class DataConnectionException extends IOException {
    private static final long serialVersionUID = 1;

    DataConnectionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
