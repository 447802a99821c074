package org.ephemeralftp.client.load;

import java.io.IOException;

import org.ephemeralftp.client.connection.Reply;
import org.ephemeralftp.client.connection.Secret;

/** The server's refusal of a step that a session needs. */
final class RefusedException extends IOException {
    private final int code;

    RefusedException(Reply reply, Secret password) {
        super(password.hideIn(reply.text()));
        this.code = reply.code();
    }

    int code() {
        return code;
    }
}
