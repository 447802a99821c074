package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

import org.ephemeralftp.server.ports.PortSet;

class LeaseConfigTest {
    private static LeaseConfig config(UnaryOperator<LeaseConfig.Builder> options) {
        return options.apply(LeaseConfig.builder(PortSet.of(50000))).build();
    }

    private static void assertRejected(UnaryOperator<LeaseConfig.Builder> options, String message) {
        assertThatThrownBy(() -> config(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void the_defaults_are_the_documented_ones() {
        LeaseConfig config = config(options -> options);
        assertThat(config.avoid().isEmpty()).isTrue();
        assertThat(config.peerCheck()).isEqualTo(PeerCheck.on());
        assertThat(config.sharing()).isEqualTo(PortSharing.CLIENT);
        assertThat(config.leaseTimeout()).hasSeconds(30);
        assertThat(config.leaseWait()).hasSeconds(2);
        assertThat(config.listenerLinger()).hasSeconds(1);
        assertThat(config.rest()).hasSeconds(5);
        assertThat(config.maxLeasesPerClient()).isEqualTo(100);
        assertThat(config.maxWaitersPerClient()).isEqualTo(100);
        assertThat(config.identifier()).isSameAs(PeerIdentifier.SOCKET);
        assertThat(config.identifyTimeout()).hasSeconds(5);
        assertThat(config.binder()).isSameAs(ListenerBinder.SYSTEM);
    }

    @Test
    void there_must_be_a_port() {
        assertThatThrownBy(() -> LeaseConfig.builder(PortSet.empty()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no passive port to lease: name at least one");
    }

    @Test
    void times_out_of_range_are_rejected() {
        Duration negative = Duration.ofMillis(-1);
        assertRejected(o -> o.leaseTimeout(Duration.ZERO), "The lease timeout must be longer than 0, not PT0S");
        assertRejected(o -> o.leaseTimeout(negative), "The lease timeout must be longer than 0, not PT-0.001S");
        assertRejected(o -> o.identifyTimeout(Duration.ZERO), "The identify timeout must be longer than 0, not PT0S");
        assertRejected(o -> o.leaseWait(negative), "The lease wait must be 0 or longer, not PT-0.001S");
        assertRejected(o -> o.listenerLinger(negative), "The listener linger must be 0 or longer, not PT-0.001S");
        assertRejected(o -> o.rest(negative), "The rest must be 0 or longer, not PT-0.001S");
        assertRejected(
                o -> o.leaseTimeout(Duration.ofDays(1000)), "The lease timeout must be at most a day, not PT24000H");
        assertRejected(
                o -> o.rest(Duration.ofSeconds(Long.MAX_VALUE)),
                "The rest must be at most a day, not " + Duration.ofSeconds(Long.MAX_VALUE));
        LeaseConfig none = config(
                o -> o.leaseWait(Duration.ZERO).listenerLinger(Duration.ZERO).rest(Duration.ZERO));
        assertThat(none.leaseWait()).isZero();
    }

    @Test
    void caps_out_of_range_are_rejected() {
        assertRejected(o -> o.maxLeasesPerClient(0), "Leases per client must be at least 1, not 0");
        assertRejected(o -> o.maxWaitersPerClient(-1), "Waiters per client must be at least 0, not -1");
        assertThat(config(o -> o.maxWaitersPerClient(0)).maxWaitersPerClient()).isZero();
    }

    @Test
    void without_a_peer_check_there_is_no_sharing() {
        assertThat(config(o -> o.peerCheck(PeerCheck.off())).sharing()).isEqualTo(PortSharing.OFF);
        assertThat(config(o -> o.peerCheck(PeerCheck.parse("10.0.0.0/8"))).sharing())
                .isEqualTo(PortSharing.CLIENT);
    }
}
