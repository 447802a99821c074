package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ephemeralftp.server.lease.EngineRig.isFrom;
import static org.ephemeralftp.server.lease.EngineRig.isTurnedAway;
import static org.ephemeralftp.server.lease.PoolRig.host;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.ephemeralftp.server.ports.PortSet;

/** Connections through a proxy, whose first byte tells which host they come from. */
@Timeout(30)
class LateIdentificationTest {
    private static final int PROXY = 50;
    private static final PortSet ONE = PortSet.of(20400);

    private static @Nullable InetSocketAddress firstByte(SocketChannel channel) throws IOException {
        ByteBuffer first = ByteBuffer.allocate(1);
        int count = channel.read(first);
        if (count < 0) {
            throw new EOFException("the connection ended before it was identified");
        }
        return count == 0 ? null : new InetSocketAddress(host(first.get(0)), 4711);
    }

    private static EngineRig engine() throws IOException {
        return new EngineRig(
                ONE,
                options ->
                        options.identifier(LateIdentificationTest::firstByte).identifyTimeout(Duration.ofSeconds(5)));
    }

    @Test
    void invariant_13_a_connection_is_matched_when_its_peer_is_identified() throws Exception {
        try (EngineRig rig = engine()) {
            LeaseHolder two = rig.session(2);
            LeaseHolder three = rig.session(3);
            PortLease lease = two.lease();
            assertThat(three.lease().port()).isEqualTo(lease.port());
            Socket forThree = rig.connect(PROXY, lease);
            Socket forTwo = rig.connect(PROXY, lease);
            assertThat(rig.counts().pending()).isEqualTo(2);

            forTwo.getOutputStream().write(2);
            forThree.getOutputStream().write(3);
            try (LeasedConnection ofTwo = two.connection();
                    LeasedConnection ofThree = three.connection()) {
                assertThat(isFrom(forTwo, ofTwo)).isTrue();
                assertThat(isFrom(forThree, ofThree)).isTrue();
                ofTwo.channel().configureBlocking(true);
            }
        }
    }

    @Test
    void invariant_13_a_peer_that_is_not_identified_in_time_is_reset() throws Exception {
        try (EngineRig rig = new EngineRig(
                ONE,
                options ->
                        options.identifier(LateIdentificationTest::firstByte).identifyTimeout(Duration.ofMillis(50)))) {
            LeaseHolder session = rig.session(2);
            Socket silent = rig.connect(PROXY, session.lease());
            assertThat(isTurnedAway(silent)).isTrue();
            assertThat(rig.totals().strangers()).isOne();
            assertThat(rig.counts().pending()).isOne();
        }
    }

    @Test
    void invariant_13_a_peer_that_cannot_be_identified_is_reset() throws Exception {
        try (EngineRig rig = engine()) {
            LeaseHolder session = rig.session(2);
            Socket mute = rig.connect(PROXY, session.lease());
            mute.shutdownOutput();
            assertThat(isTurnedAway(mute)).isTrue();
            assertThat(rig.totals().strangers()).isOne();
        }
    }

    @Test
    void invariant_6_a_connection_accepted_before_a_lease_and_identified_afterwards_is_not_matched_to_it()
            throws Exception {
        try (EngineRig rig = engine()) {
            LeaseHolder first = rig.session(2);
            PortLease ended = first.lease();
            Socket late = rig.connect(PROXY, ended);
            first.release(ReleaseCause.ABORTED);
            LeaseHolder second = rig.session(2);
            PortLease lease = second.lease();
            assertThat(lease.port()).isEqualTo(ended.port());

            late.getOutputStream().write(2);
            assertThat(isTurnedAway(late)).isTrue();
            assertThat(lease.state()).isEqualTo(LeaseState.PENDING);
            Socket rightful = rig.connect(PROXY, lease);
            rightful.getOutputStream().write(2);
            try (LeasedConnection connection = second.connection()) {
                assertThat(isFrom(rightful, connection)).isTrue();
            }
        }
    }

    @Test
    void invariant_6_nor_does_such_a_connection_take_the_place_of_one_that_broke() throws Exception {
        try (PoolRig rig = new PoolRig(PortSet.of(50000))) {
            PortLease ended = rig.lease(2);
            LeasedConnection late = rig.accept(ended.slot(), 2);
            rig.pool.release(ended.holder(), ReleaseCause.ABORTED);
            PortLease lease = rig.lease(2);
            LeasedConnection broken = Objects.requireNonNull(rig.connect(lease, 2));

            assertThat(rig.pool.match(late)).isFalse();
            assertThat(rig.pool.replace(broken, late)).isFalse();
            assertThat(rig.pool.replace(broken, rig.accept(lease.slot(), 2))).isTrue();
        }
    }

    @Test
    void invariant_7_nor_does_one_that_came_after_the_first_deadline() throws Exception {
        try (PoolRig rig = new PoolRig(PortSet.of(50000))) {
            PortLease lease = rig.lease(2);
            rig.ticker.advance(Duration.ofSeconds(20));
            LeasedConnection broken = Objects.requireNonNull(rig.connect(lease, 2));
            rig.ticker.advance(Duration.ofSeconds(10));
            assertThat(rig.pool.replace(broken, rig.accept(lease.slot(), 2))).isFalse();
        }
    }
}
