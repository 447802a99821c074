package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.ephemeralftp.server.ports.PortSet;

/** Ports of the set which somebody else on this machine holds. */
@Timeout(60)
class BusyPortIT {
    private static LeaseConfig.Builder config(PortSet ports) {
        return LeaseConfig.builder(ports).listenerLinger(Duration.ZERO);
    }

    /** Leases a port, connects, and gives it back. */
    private static int useOnce(LeaseHolder session) throws Exception {
        PortLease lease = session.lease();
        try (Socket client = Loopback.connect(Loopback.SERVER, lease.address());
                LeasedConnection connection = session.connection()) {
            Loopback.send(client, 7);
            assertThat(Loopback.receive(connection)).isEqualTo(7);
        }
        return lease.port();
    }

    @Test
    void a_port_another_process_holds_is_leased_again_only_after_it_ended() throws Exception {
        try (PortLeases leases =
                        PortLeases.start(config(PortSet.range(21200, 21203)).build());
                LeaseHolder session = leases.holder(Loopback.SERVER, Loopback.SERVER, "session")) {
            try (PortHolder other = PortHolder.start(21201)) {
                for (int i = 0; i < 100; i++) {
                    assertThat(useOnce(session)).isNotEqualTo(21201);
                }
                assertThat(leases.snapshot().totals().bindFailures()).isPositive();
                assertThat(leases.snapshot().totals().refused()).isZero();
            }
            await().until(() -> useOnce(session) == 21201);
        }
    }

    @Test
    void when_another_process_holds_all_ports_the_request_is_refused_with_the_counts() throws Exception {
        try (PortLeases leases = PortLeases.start(
                        config(PortSet.of(21204)).leaseWait(Duration.ZERO).build());
                LeaseHolder session = leases.holder(Loopback.SERVER, Loopback.SERVER, "session")) {
            try (PortHolder other = PortHolder.start(21204)) {
                assertThatThrownBy(session::lease)
                        .isInstanceOfSatisfying(
                                NoPortFreeException.class,
                                e -> assertThat(e.counts().blocked()).isOne())
                        .hasMessageContaining("1 blocked");
            }
            await().ignoreExceptionsInstanceOf(NoPortFreeException.class).until(() -> useOnce(session) == 21204);
        }
    }

    @Test
    void a_request_waits_for_a_port_whose_holder_ends_meanwhile() throws Exception {
        LeaseConfig config =
                config(PortSet.of(21205)).leaseWait(Duration.ofSeconds(50)).build();
        try (PortLeases leases = PortLeases.start(config);
                LeaseHolder session = leases.holder(Loopback.SERVER, Loopback.SERVER, "session");
                Background background = new Background()) {
            try (PortHolder other = PortHolder.start(21205)) {
                var port = background.start(() -> useOnce(session));
                await().until(() -> leases.snapshot().totals().bindFailures() >= 2);
                other.close();
                assertThat(port.get()).isEqualTo(21205);
            }
        }
    }

    /** The kernel picks the local port of an outgoing connection by itself, also in the middle of a passive range. */
    @Test
    void a_port_an_outgoing_connection_uses_is_not_leased() throws Exception {
        try (ServerSocket elsewhere = new ServerSocket(21206, 5, Loopback.SERVER);
                Socket outgoing = new Socket(Loopback.SERVER, 21206)) {
            int taken = outgoing.getLocalPort();
            PortSet ports = PortSet.of(taken, 21207);
            try (PortLeases leases = PortLeases.start(config(ports).build());
                    LeaseHolder session = leases.holder(Loopback.SERVER, Loopback.SERVER, "session")) {
                for (int i = 0; i < 50; i++) {
                    assertThat(useOnce(session)).isEqualTo(21207);
                }
                assertThat(leases.snapshot().totals().bindFailures()).isPositive();
                outgoing.setSoLinger(true, 0);
                outgoing.close();
                await().until(() -> useOnce(session) == taken);
            }
        }
    }

    @Test
    void an_outgoing_connection_to_one_of_our_ports_disturbs_nobody_when_it_came_from_the_same_number()
            throws Exception {
        try (PortLeases leases = PortLeases.start(config(PortSet.of(21208)).build());
                LeaseHolder session = leases.holder(Loopback.SERVER, Loopback.address(9), "session")) {
            for (int i = 0; i < 20; i++) {
                PortLease lease = session.lease();
                try (Socket client = new Socket()) {
                    client.setReuseAddress(true);
                    client.bind(new InetSocketAddress(Loopback.address(9), 21208));
                    client.connect(lease.address());
                    try (LeasedConnection connection = session.connection()) {
                        Loopback.send(client, i);
                        assertThat(Loopback.receive(connection)).isEqualTo(i);
                    }
                    client.setSoLinger(true, 0);
                }
            }
        }
    }

    @Test
    void an_address_this_machine_does_not_have_is_no_reason_to_try_every_port() throws Exception {
        InetAddress nowhere = InetAddress.getByName("192.0.2.1");
        try (PortLeases leases =
                        PortLeases.start(config(PortSet.range(21210, 21299)).build());
                LeaseHolder session = leases.holder(nowhere, Loopback.SERVER, "session")) {
            assertThatThrownBy(session::lease)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("192.0.2.1 is not an address of this machine");
            assertThat(leases.snapshot().totals().bindFailures()).isZero();
            assertThat(leases.snapshot().counts().leased()).isZero();
        }
    }
}
