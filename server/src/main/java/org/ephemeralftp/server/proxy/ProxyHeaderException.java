package org.ephemeralftp.server.proxy;

import java.io.IOException;

/** A connection does not begin with a header of the PROXY protocol; the message says what is wrong with it. */
public final class ProxyHeaderException extends IOException {
    private static final long serialVersionUID = 1;

    ProxyHeaderException(String message) {
        super(message);
    }
}
