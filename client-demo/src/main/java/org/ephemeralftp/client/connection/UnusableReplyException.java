package org.ephemeralftp.client.connection;

import java.io.IOException;

/** A positive reply that lacks what it is for, or a reply without an end. */
public final class UnusableReplyException extends IOException {
    UnusableReplyException(String message) {
        super(message);
    }
}
