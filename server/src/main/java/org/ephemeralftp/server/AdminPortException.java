package org.ephemeralftp.server;

import java.io.IOException;

/** The port of the live view cannot be bound. */
public final class AdminPortException extends IOException {
    private static final long serialVersionUID = 1;

    AdminPortException(int port, IOException cause) {
        super("--admin-port " + port + " cannot be bound: " + cause.getMessage(), cause);
    }
}
