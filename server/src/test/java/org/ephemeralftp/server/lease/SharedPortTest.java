package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

import org.ephemeralftp.server.ports.PortSet;

/** Corner cases of ports that are shared, rest, or are out of use. */
class SharedPortTest {
    @Test
    void a_port_that_one_could_not_bind_and_another_could_is_not_blocked() throws Exception {
        try (PoolRig rig = new PoolRig(PortSet.of(50000))) {
            PortLease unlucky = rig.reserve(rig.session(2));
            PortLease lucky = rig.reserve(rig.session(3));
            rig.pool.listeners().bindFailed(unlucky, "in use");
            assertThat(rig.port(50000).state()).isEqualTo(PortState.BLOCKED);

            assertThat(rig.pool.grant(lucky)).isTrue();
            assertThat(rig.port(50000).state()).isEqualTo(PortState.LEASED);
            assertThat(rig.lease(4).port()).isEqualTo(50000);
        }
    }

    @Test
    void a_lease_on_a_withdrawn_port_does_not_keep_its_client_from_sharing_another() throws Exception {
        try (PoolRig rig = new PoolRig(PortSet.of(50000, 50001))) {
            PortLease own = rig.lease(2);
            PortLease foreign = rig.lease(3);
            rig.pool.listeners().withdraw(own.port());
            assertThat(rig.lease(2).port()).isEqualTo(foreign.port());
        }
    }

    @Test
    void a_pair_still_rests_after_a_reservation_of_it_came_to_nothing() throws Exception {
        try (PoolRig rig = new PoolRig(PortSet.of(50000, 50001))) {
            PortLease unused = rig.lease(2);
            rig.pool.release(unused.holder(), ReleaseCause.ABORTED);
            LeaseHolder holder = rig.session(2);
            PortLease other = rig.lease(holder);
            assertThat(other.port()).isNotEqualTo(unused.port());

            // Nothing else is free, so that the resting pair is tried, in vain.
            PortLease again = rig.reserve(rig.session(2));
            assertThat(again.port()).isEqualTo(unused.port());
            rig.pool.cancel(again);
            assertThat(rig.port(unused.port()).state()).isEqualTo(PortState.RESTING);

            rig.pool.release(holder, ReleaseCause.CONNECTED);
            assertThat(rig.lease(2).port()).isEqualTo(other.port());
            rig.closeUnneeded(rig.advance(Duration.ofSeconds(5)));
            assertThat(rig.port(unused.port()).state()).isEqualTo(PortState.UNUSED);
        }
    }
}
