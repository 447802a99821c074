package org.ephemeralftp.server.data;

import java.time.Duration;

/** How long the TLS handshake of one data connection may take in all, however much of it moves. */
final class HandshakeLimit implements Watchdog.Watched {
    private final DataConnection connection;
    private final Duration limit;
    private final long began = System.nanoTime();

    /** The limit counts from now. */
    HandshakeLimit(DataConnection connection, Duration limit) {
        this.connection = connection;
        this.limit = limit;
    }

    @Override
    public long nanosLeft(long now) {
        return limit.toNanos() - (now - began);
    }

    @Override
    public void expire() {
        connection.abort("The TLS handshake was not done within " + limit.toMillis() / 1000.0 + " s");
    }
}
