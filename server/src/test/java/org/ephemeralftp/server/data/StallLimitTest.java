package org.ephemeralftp.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.lease.LeaseConfig;
import org.ephemeralftp.server.lease.PeerCheck;
import org.ephemeralftp.server.lease.PortLeases;
import org.ephemeralftp.server.ports.PortSet;

@Timeout(30)
class StallLimitTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /**
     * The watchdog asks when the transfer begins and sleeps for as long as it is told. Were that the whole limit, the
     * first look at what the kernel sends would come when the time is over, and a reader that reads now and then would
     * be ended because nothing changed between that look and the next one, a moment later.
     */
    @Test
    void it_is_looked_at_long_before_the_limit_although_nothing_was_sent_yet(@TempDir Path none) throws Exception {
        LeaseConfig config = LeaseConfig.builder(PortSet.parse("22380")).build();
        try (PortLeases leases = PortLeases.start(config);
                DataPlane plane = new DataPlane(leases, PeerCheck.on(), new ActivePorts(), LIMIT, LIMIT);
                ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
                Socket client = listener.accept();
                DataConnection connection = DataConnection.active(new ActiveConnection(channel, client), plane, null)) {
            SendQueues untold = new SendQueues(List.of(none.resolve("tcp")));
            StallLimit stall = new StallLimit(connection, channel, untold, LIMIT);
            long now = System.nanoTime();
            assertThat(stall.nanosLeft(now))
                    .isPositive()
                    .isLessThanOrEqualTo(Duration.ofSeconds(1).toNanos());
            assertThat(stall.nanosLeft(now + LIMIT.multipliedBy(2).toNanos())).isNotPositive();
        }
    }
}
