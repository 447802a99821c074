package org.ephemeralftp.server.data;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * TLS on a data connection failed, or is not as it has to be. The message is a sentence that may be sent to the client,
 * with a 522 (RFC 4217, section 10.2).
 */
public final class TlsRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    TlsRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
