package org.ephemeralftp.server;

import java.io.IOException;

/** The port for implicit TLS cannot be bound. */
public final class ImplicitTlsPortException extends IOException {
    private static final long serialVersionUID = 1;

    ImplicitTlsPortException(int port, IOException cause) {
        super("--implicit-tls-port " + port + " cannot be bound: " + cause.getMessage(), cause);
    }
}
