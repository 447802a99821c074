package org.ephemeralftp.client.load;

import java.io.IOException;

import org.ephemeralftp.client.connection.Reply;
import org.ephemeralftp.client.connection.Secret;

/** The server's refusal of a step that a session needs. */
final class RefusedException extends IOException {
    private final String step;
    private final int code;

    RefusedException(String step, Reply reply, Secret password) {
        super(password.hideIn(reply.text()));
        this.step = step;
        this.code = reply.code();
    }

    /** The command, or "greeting". */
    String step() {
        return step;
    }

    int code() {
        return code;
    }
}
