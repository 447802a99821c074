package org.ephemeralftp.server.proxy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of connections that were closed for want of a header: a line now and then, with the count of those in between.
 * A proxy that is set up wrong makes one for each client.
 */
public final class RefusalLog {
    static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);

    private final LongSupplier nanos;
    private boolean begun;
    private long last;
    private long unlogged;

    public RefusalLog() {
        this(System::nanoTime);
    }

    RefusalLog(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * A connection is closed.
     *
     * @param peer its other end
     * @param port our end
     * @param reason the rest of a sentence that begins with "because"
     */
    public void closed(InetSocketAddress peer, int port, String reason) {
        String line = next(() -> "Closed a connection from "
                + peer.getAddress().getHostAddress() + " port " + peer.getPort() + " to port " + port + " because "
                + reason
                + "; who is in --proxy-protocol must send that header on control and data connections");
        if (line != null) {
            log.warn(line);
        }
    }

    /** The line to log now; null if there was one a moment ago. */
    synchronized @Nullable String next(Supplier<String> line) {
        long now = nanos.getAsLong();
        if (begun && now - last < PAUSE.toNanos()) {
            unlogged++;
            return null;
        }
        begun = true;
        last = now;
        long before = unlogged;
        unlogged = 0;
        return before == 0 ? line.get() : line.get() + " (and " + before + " more since the last such line)";
    }
}
