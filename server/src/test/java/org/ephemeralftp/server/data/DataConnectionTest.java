package org.ephemeralftp.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.ephemeralftp.server.lease.LeaseConfig;
import org.ephemeralftp.server.lease.PeerCheck;
import org.ephemeralftp.server.lease.PortLeases;
import org.ephemeralftp.server.ports.PortSet;

@Timeout(30)
class DataConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    /** Also when the peer has read all there was: an orderly end would make half a file look like the whole. */
    @Test
    void a_transfer_that_failed_ends_in_a_reset() throws Exception {
        LeaseConfig config = LeaseConfig.builder(PortSet.parse("22060")).build();
        try (PortLeases leases = PortLeases.start(config);
                DataPlane plane = new DataPlane(leases, PeerCheck.on(), new ActivePorts(), LONG, LONG);
                ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SocketChannel channel =
                    SocketChannel.open(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
            try (Socket client = listener.accept();
                    DataConnection connection =
                            DataConnection.active(new ActiveConnection(channel, () -> {}), plane, null)) {
                connection.write(ByteBuffer.wrap(new byte[10]));
                assertThat(client.getInputStream().readNBytes(10)).hasSize(10);
                connection.resetOnClose();
                connection.close();
                assertThatThrownBy(() -> client.getInputStream().read()).hasMessage("Connection reset");
            }
        }
    }
}
