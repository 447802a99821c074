package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ephemeralftp.server.lease.EngineRig.isBindable;
import static org.ephemeralftp.server.lease.EngineRig.isFrom;
import static org.ephemeralftp.server.lease.EngineRig.isTurnedAway;

import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.ephemeralftp.server.ports.PortSet;

/** A session that has the listener of its lease closed before anybody is told of it. */
@Timeout(60)
class ListenerClosingTest {
    private static final PortSet PORTS = PortSet.range(22378, 22379);
    private static final PortSet ONE_PORT = PortSet.range(22378, 22378);

    private static EngineRig rig(PortSet ports) throws Exception {
        return new EngineRig(ports, options -> options.listenerLinger(Duration.ofHours(1)));
    }

    /** Both for a listener that was opened for the lease, and for one that was open before. */
    @Test
    void the_listener_is_closed_although_it_could_linger() throws Exception {
        try (EngineRig rig = rig(PORTS)) {
            LeaseHolder session = rig.session(2);
            for (int i = 0; i < 50; i++) {
                PortLease lease = session.lease();
                if (i % 2 == 0) {
                    session.release(ReleaseCause.REPLACED);
                    lease = session.lease();
                }
                PortLease closed = lease;
                assertThat(session.closeListener()).isTrue();
                assertThat(isBindable(closed.port())).isTrue();
                assertThatThrownBy(() -> rig.connect(2, closed)).isInstanceOf(ConnectException.class);
                assertThat(closed.cause()).isEqualTo(ReleaseCause.ABORTED);
                assertThatThrownBy(session::connection).isInstanceOf(LeaseEndedException.class);
            }
            assertThat(rig.counts().pending()).isZero();
            assertThat(rig.totals().granted()).isEqualTo(75);
            assertThat(rig.totals().ended())
                    .containsAllEntriesOf(Map.of(ReleaseCause.ABORTED, 50L, ReleaseCause.REPLACED, 25L));
            PortLease lease = session.lease();
            Socket client = rig.connect(2, lease);
            assertThat(isFrom(client, session.connection())).isTrue();
        }
    }

    @Test
    void a_listener_that_another_client_needs_stays_open() throws Exception {
        try (EngineRig rig = rig(ONE_PORT)) {
            LeaseHolder bystander = rig.session(3);
            PortLease awaited = bystander.lease();
            LeaseHolder session = rig.session(2);
            PortLease shared = session.lease();
            assertThat(session.closeListener()).isFalse();
            assertThat(isTurnedAway(rig.connect(2, shared))).isTrue();
            Socket client = rig.connect(3, awaited);
            assertThat(isFrom(client, bystander.connection())).isTrue();
        }
    }

    @Test
    void a_listener_that_is_kept_stays_open() throws Exception {
        try (EngineRig rig = rig(ONE_PORT)) {
            rig.leases.keepListening(Loopback.SERVER);
            LeaseHolder session = rig.session(2);
            PortLease lease = session.lease();
            assertThat(session.closeListener()).isFalse();
            assertThat(isTurnedAway(rig.connect(2, lease))).isTrue();
            assertThat(rig.counts().listening()).isEqualTo(1);
        }
    }

    @Test
    void without_a_lease_there_is_nothing_to_close() throws Exception {
        try (EngineRig rig = rig(ONE_PORT)) {
            LeaseHolder session = rig.session(2);
            assertThat(session.closeListener()).isFalse();
            session.lease();
            session.release(ReleaseCause.ABORTED);
            assertThat(session.closeListener()).isFalse();
            assertThat(rig.counts().listening()).isEqualTo(1);
        }
    }
}
