package org.ephemeralftp.server;

import java.io.IOException;

/**
 * Data ports that this machine does not give, found when the server starts. The message is a sentence that names the
 * option.
 */
public final class DataPortsException extends IOException {
    private static final long serialVersionUID = 1;

    DataPortsException(String message, IOException cause) {
        super(message, cause);
    }
}
