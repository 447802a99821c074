package org.ephemeralftp.server.admin;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;

import org.ephemeralftp.server.lease.ClientKey;
import org.ephemeralftp.server.lease.LeaseObserver;
import org.ephemeralftp.server.lease.LeaseView;
import org.ephemeralftp.server.lease.ReleaseCause;

/** How long requests wait for a port, and clients take to connect to it. */
final class LeaseTimes implements LeaseObserver {
    private final Timer wait;
    private final Timer connect;

    LeaseTimes(MeterRegistry registry) {
        wait = Histogram.WAIT
                .timer("lease.wait", "How long requests waited that found no port free at first")
                .register(registry);
        connect = Histogram.CONNECT
                .timer("lease.connect", "How long clients took to connect, from the grant of their lease")
                .register(registry);
    }

    @Override
    public void waited(ClientKey client, String owner, Duration time) {
        wait.record(time);
    }

    @Override
    public void ended(LeaseView lease, ReleaseCause cause) {
        if (cause == ReleaseCause.CONNECTED) {
            Duration time = Duration.between(lease.since(), Instant.now());
            connect.record(time.isNegative() ? Duration.ZERO : time);
        }
    }
}
