package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.ephemeralftp.server.ports.PortSet;

@Timeout(30)
class PortLeasesTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void a_connection_reaches_the_session_it_was_leased_to() throws Exception {
        try (PortLeases leases = PortLeases.start(
                        LeaseConfig.builder(PortSet.range(50000, 50009)).build());
                LeaseHolder session = leases.holder(LOOPBACK, LOOPBACK, "session")) {
            for (int i = 0; i < 500; i++) {
                PortLease lease = session.lease();
                session.advertised();
                try (SocketChannel client = SocketChannel.open(lease.address());
                        LeasedConnection connection = session.connection()) {
                    assertThat(connection.port()).isBetween(50000, 50009);
                    client.write(ByteBuffer.wrap(new byte[] {42}));
                    connection.channel().configureBlocking(true);
                    ByteBuffer byteBuffer = ByteBuffer.allocate(1);
                    if (connection.head().hasRemaining()) {
                        byteBuffer.put(connection.head());
                    } else {
                        connection.channel().read(byteBuffer);
                    }
                    assertThat(byteBuffer.get(0)).isEqualTo((byte) 42);
                }
            }
            assertThat(leases.snapshot().totals().ended(ReleaseCause.CONNECTED)).isEqualTo(500);
        }
    }

    @Test
    void a_port_works_without_linger_too() throws Exception {
        try (PortLeases leases = PortLeases.start(LeaseConfig.builder(PortSet.of(50020))
                        .listenerLinger(Duration.ZERO)
                        .build());
                LeaseHolder session = leases.holder(LOOPBACK, LOOPBACK, "session")) {
            for (int i = 0; i < 200; i++) {
                PortLease lease = session.lease();
                try (SocketChannel client = SocketChannel.open(lease.address());
                        LeasedConnection connection = session.connection()) {
                    assertThat(connection.channel().getRemoteAddress()).isEqualTo(client.getLocalAddress());
                }
            }
        }
    }

    @Test
    void a_lease_nobody_uses_times_out() throws Exception {
        try (PortLeases leases = PortLeases.start(LeaseConfig.builder(PortSet.of(50021))
                        .leaseTimeout(Duration.ofMillis(50))
                        .build());
                LeaseHolder session = leases.holder(LOOPBACK, LOOPBACK, "session")) {
            session.lease();
            assertThatThrownBy(session::connection)
                    .isInstanceOf(LeaseEndedException.class)
                    .hasMessageContaining("in time");
        }
    }

    @Test
    void a_stranger_is_reset() throws Exception {
        try (PortLeases leases =
                        PortLeases.start(LeaseConfig.builder(PortSet.of(50022)).build());
                LeaseHolder session = leases.holder(LOOPBACK, LOOPBACK, "session")) {
            PortLease lease = session.lease();
            try (Socket stranger = new Socket()) {
                stranger.bind(new InetSocketAddress("127.0.0.7", 0));
                stranger.connect(lease.address());
                stranger.setSoTimeout(10_000);
                assertThatThrownBy(() -> {
                            if (stranger.getInputStream().read() < 0) {
                                throw new IOException("end");
                            }
                        })
                        .isInstanceOf(IOException.class);
            }
            try (SocketChannel client = SocketChannel.open(lease.address());
                    LeasedConnection connection = session.connection()) {
                assertThat(connection.channel().getRemoteAddress()).isEqualTo(client.getLocalAddress());
            }
            assertThat(leases.snapshot().totals().strangers()).isOne();
        }
    }
}
