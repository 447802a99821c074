package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ephemeralftp.server.lease.EngineRig.await;
import static org.ephemeralftp.server.lease.EngineRig.isBindable;
import static org.ephemeralftp.server.lease.PoolRig.host;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.ephemeralftp.server.ports.PortSet;

/** What may happen between the choice of a number and the lease: while its listener is being bound. */
@Timeout(30)
class LeaseOpeningTest {
    private static final PortSet ONE = PortSet.of(50000);

    @Test
    void a_listener_somebody_is_about_to_use_is_not_closed() throws Exception {
        try (PoolRig rig = new PoolRig(ONE)) {
            LeaseHolder session = rig.session(2);
            rig.lease(session);
            PortLease next = reserveAgain(rig, session);
            rig.pool.release(session, ReleaseCause.ABORTED);
            assertThat(rig.advance(Duration.ofSeconds(10)).unneeded()).isEmpty();

            assertThat(rig.pool.grant(next)).isFalse();
            assertThat(rig.advance(Duration.ofSeconds(10)).unneeded()).containsExactly(next.slot());
        }
    }

    private static PortLease reserveAgain(PoolRig rig, LeaseHolder session) throws LeaseException {
        rig.pool.release(session, ReleaseCause.REPLACED);
        return rig.reserve(session);
    }

    @Test
    void a_listener_bound_for_a_session_that_ended_meanwhile_is_closed() throws Exception {
        try (EngineRig rig = new EngineRig(
                PortSet.of(20300),
                options -> options.listenerLinger(Duration.ZERO).rest(Duration.ZERO))) {
            LeaseHolder session = rig.session(2);
            rig.binder.duringNextBind(address -> {
                session.close();
                letTheAcceptorTidyUp(rig);
            });
            assertThat(rig.inBackground(() -> session.lease()))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withCauseInstanceOf(LeaseEndedException.class);
            await().until(() -> isBindable(20300));
        }
    }

    /** Listeners of another address come and go, so that the acceptor has looked at all of them. */
    private static void letTheAcceptorTidyUp(EngineRig rig) {
        for (int i = 0; i < 3; i++) {
            try (LeaseHolder other = rig.leases.holder(host(99), host(2), "other")) {
                other.lease();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            await().until(() -> rig.counts().listening() == 0);
        }
    }
}
