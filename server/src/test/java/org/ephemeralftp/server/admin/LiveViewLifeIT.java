package org.ephemeralftp.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.AdminPortException;
import org.ephemeralftp.server.DataPortsException;
import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.Machine;

/** The live view begins and ends with its server. */
@Timeout(180)
class LiveViewLifeIT {
    private static final String PORTS = "24550-24559";

    @TempDir
    private Path home;

    private static AdminConfig at(int port) {
        return AdminConfig.builder().port(port).build();
    }

    @Test
    void a_server_that_drains_is_not_ready_and_can_be_seen_to_its_end() throws Exception {
        try (LiveView view = LiveView.start(home, PORTS);
                EventReading events = new EventReading(view);
                ControlConnection control = view.session();
                Socket data = ControlConnection.connect(control.client(), control.passive())) {
            assertThat(view.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(view.ports().get("draining").getAsBoolean()).isFalse();
            control.expect("STOR a", 150);

            CompletableFuture<Boolean> drained =
                    CompletableFuture.supplyAsync(() -> view.server.drain(Duration.ofHours(1)));
            await().atMost(LiveView.LIMIT).until(() -> view.get("/health/ready").statusCode() == 503);
            assertThat(view.get("/health/ready").body()).isEqualTo("draining\n");
            assertThat(view.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(view.ports().get("draining").getAsBoolean()).isTrue();

            data.close();
            control.expect(226);
            assertThat(drained.get(60, TimeUnit.SECONDS)).isTrue();
            String last = "";
            for (EventReading.Told event = events.next(); event != null; event = events.next()) {
                last = event.name();
            }
            assertThat(last).isEqualTo("session-closed");
        }
    }

    @Test
    void the_same_port_can_be_had_again_and_readers_see_another_run() throws Exception {
        int port;
        String started;
        try (LiveView view = LiveView.start(home, PORTS);
                EventReading events = new EventReading(view)) {
            port = view.port();
            started = events.expect("hello").get("started").getAsString();
        }
        try (LiveView view = LiveView.start(home, PORTS, at(port));
                EventReading events = new EventReading(view)) {
            assertThat(view.port()).isEqualTo(port);
            assertThat(events.expect("hello").get("started").getAsString()).isNotEqualTo(started);
        }
    }

    @Test
    void a_port_that_is_taken_leaves_nothing_open() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int before = Machine.descriptors();
            assertThatExceptionOfType(AdminPortException.class)
                    .isThrownBy(() -> LiveView.start(home, PORTS, at(taken.getLocalPort())))
                    .withMessageStartingWith("--admin-port " + taken.getLocalPort() + " cannot be bound");
            await().atMost(LiveView.LIMIT)
                    .untilAsserted(() -> assertThat(Machine.serverThreads()).isEmpty());
            await().atMost(LiveView.LIMIT)
                    .untilAsserted(() -> assertThat(Machine.descriptors()).isLessThanOrEqualTo(before));
        }
    }

    @Test
    void a_start_that_fails_after_it_frees_its_port() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (ServerSocket taken = new ServerSocket(24559, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            assertThatExceptionOfType(DataPortsException.class)
                    .isThrownBy(() -> EphemeralFtpServer.builder()
                            .bindAddress(InetAddress.getLoopbackAddress())
                            .port(0)
                            .passivePorts("24559")
                            .keepListening(true)
                            .home(home)
                            .user("u", "p")
                            .admin(at(port))
                            .start());
        }
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }

    @Test
    void a_token_file_that_is_wrong_is_named_and_not_told() throws Exception {
        Path file = Files.writeString(home.resolve("token"), "secret\n");
        AdminConfig config = AdminConfig.builder().port(0).tokenFile(file).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LiveView.start(home, PORTS, config))
                .withMessageStartingWith("--admin-token-file " + file + " has no token")
                .withMessageNotContaining("secret");
        Files.delete(file);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LiveView.start(home, PORTS, config))
                .withMessageStartingWith("--admin-token-file " + file + " cannot be read");
        assertThat(Machine.serverThreads()).isEmpty();
    }

    @Test
    void its_port_is_no_data_port() throws Exception {
        try (LiveView view = LiveView.start(home, PORTS, at(24555))) {
            assertThat(view.server.ports().toString()).isEqualTo("24550-24554,24556-24559");
            assertThat(view.ports().get("ports").getAsString()).isEqualTo("24550-24554,24556-24559");
        }
    }
}
